"""The command menus that people see, one for each scope."""

import logging
from collections.abc import Callable, Mapping, Sequence

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

log = logging.getLogger(__name__)

Menus = Mapping[str, Sequence[tuple[str, str]]]
"""By scope the commands (without slash) with their descriptions. Scopes: default, private,
group, admin (administrators of any group), chat:<address> (one chat)."""

_SCOPES: dict[str, Callable[[], BotCommandScope]] = {
    "default": BotCommandScopeDefault,
    "private": BotCommandScopeAllPrivateChats,
    "group": BotCommandScopeAllGroupChats,
    "admin": BotCommandScopeAllChatAdministrators,
}


async def set_menus(bot: Bot, menus: Menus) -> None:
    """Sets every menu. One that fails is named in the log and does not matter otherwise."""
    for name, commands in menus.items():
        shown = [BotCommand(command, description) for command, description in commands]
        try:
            await bot.set_my_commands(shown, scope=_scope(name))
        except TelegramError as error:
            log.warning("命令菜单没有设上（%s）：%s", name, type(error).__name__)


def _scope(name: str) -> BotCommandScope:
    if name.startswith("chat:"):
        return BotCommandScopeChat(int(name.removeprefix("chat:")))
    return _SCOPES[name]()
