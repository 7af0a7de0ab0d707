"""The command menus of chat services, made from the table of routes."""

from content.sentences import plain
from handlers.routes import ROUTES, Role, Where

SCOPES = {
    "private": (Role.SECRETARY, Where.GROUP),
    "group": (Role.SECRETARY, Where.PRIVATE),
}


def command_menus() -> dict[str, list[tuple[str, str]]]:
    """By scope (private, group) the commands with a short Chinese description."""
    return {
        scope: [
            (route.command, plain(f"menu_{route.command}"))
            for route in ROUTES
            if route.role <= highest and route.where is not elsewhere and route.command != "start"
        ]
        for scope, (highest, elsewhere) in SCOPES.items()
    }
