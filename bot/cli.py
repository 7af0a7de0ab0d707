"""The `zhibu` command. Errors are one plain sentence; a traceback only with --debug.

Each command imports what it needs itself: a usage error should not wait for Telegram's library.
"""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from typer.exceptions import TyperException

from bot.logs import set_up_logs
from bot.settings import Settings, SettingsProblem, read_settings
from content.sentences import plain, sources
from domain.refusals import Refused
from scheduler.clock import Clock
from store.database import open_database
from store.worker import DatabaseDown

T = TypeVar("T")

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="支部"
)
console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)
PROBLEM, USAGE = 1, 2
WRONG_WORDS = ("unknown_part", "kind_unknown", "invite_without_name")


class Debug:
    """Whether a traceback is wanted."""

    on = False


@app.callback()
def _options(
    debug: Annotated[bool, typer.Option("--debug", help="出错时显示完整的程序信息")] = False,
) -> None:
    Debug.on = debug


def _settings() -> Settings:
    settings = read_settings()
    set_up_logs(settings.log, settings.log_format, settings.secrets())
    return settings


def _database(settings: Settings) -> Engine:
    from store.migrate import migrate as bring_up_to_date

    engine = open_database(settings.database_url())
    bring_up_to_date(engine)
    return engine


@app.command()
def run(
    only: Annotated[
        str | None, typer.Option(help="只运行其中几部分：telegram,courier,planner,web")
    ] = None,
    release: Annotated[bool, typer.Option("--release", help="放行恢复备份后暂存的消息")] = False,
) -> None:
    """提供服务：聊天、定时、网页。"""
    from bot.running import run_service

    settings = _settings()
    asyncio.run(run_service(settings, only, release=release))


@app.command()
def demo(
    listen: Annotated[str, typer.Option(help="本机地址和端口")] = "127.0.0.1:8642",
) -> None:
    """在本机演示一个虚构的支部，不需要令牌和网络。"""
    from bot.demo import run_demo

    set_up_logs("warning", "text", [])
    asyncio.run(run_demo(listen, lambda url: console.print(plain("demo_ready", {"url": url}))))


@app.command()
def check() -> None:
    """逐项检查：设置、数据库、通道、字体、日历、时钟。"""
    from bot import checking

    settings = _settings()
    findings = asyncio.run(checking.check(settings, Clock().now()))
    for finding in findings:
        console.print(finding.line())
    if any(finding.is_problem for finding in findings):
        raise typer.Exit(PROBLEM)


@app.command()
def migrate() -> None:
    """把数据库升级到当前版本。"""
    _database(_settings())
    console.print(plain("cli_migrated"))


@app.command()
def invite(
    name: Annotated[str, typer.Argument(help="姓名")],
    branch: Annotated[str | None, typer.Option(help="支部名称")] = None,
    admin: Annotated[bool, typer.Option("--admin", help="管理员")] = False,
) -> None:
    """生成进入内置聊天的一次性链接。"""
    from bot.inviting import invite_person

    if not name.strip():
        raise Refused("invite_without_name")
    settings = _settings()
    console.print(invite_person(settings, _database(settings), name, branch, admin=admin))


@app.command()
def roster(
    file: Annotated[Path, typer.Argument(help="名册文件（.xlsx .csv）")],
    branch: Annotated[str, typer.Option(help="支部名称")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看不写")] = False,
) -> None:
    """导入支部名册。"""
    from bot import loading_rosters

    settings = _settings()
    report = loading_rosters.load_roster(
        _database(settings), file, branch, dry_run, Clock().now(), settings.timezone
    )
    for line in report.lines:
        console.print(line, markup=False)
    if report.problems:
        raise typer.Exit(PROBLEM)


@app.command()
def load(
    paths: Annotated[list[Path], typer.Argument(help="文件或文件夹")],
    kind: Annotated[
        str | None, typer.Option(help="charter regulation speech case notice bank")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看不写")] = False,
) -> None:
    """导入学习资料。"""
    from rich.progress import Progress

    from bot import loading

    settings = _settings()
    with Progress(console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task(plain("cli_loading"), total=None)
        report = loading.load_texts(
            _database(settings),
            paths,
            kind,
            dry_run,
            Clock().now(),
            lambda done, total: bar.update(task, completed=done, total=total),
        )
    for line in report.lines:
        console.print(line, markup=False)
    if report.problems:
        raise typer.Exit(PROBLEM)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="目标文件夹")],
    branch: Annotated[str | None, typer.Option(help="只导出这个支部")] = None,
) -> None:
    """导出为 CSV。"""
    from bot import exporting

    settings = _settings()
    for path in exporting.export(_database(settings), folder, branch, settings.timezone):
        console.print(str(path), markup=False)


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="备份文件")]) -> None:
    """备份整个数据库；运行中也可以。"""
    from bot import backing

    backing.backup(_database(_settings()), file)
    console.print(plain("cli_backed_up", {"file": str(file)}))


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="备份文件")]) -> None:
    """从备份恢复；须先停止服务。"""
    from bot import backing, locking

    settings = _settings()
    engine = open_database(settings.database_url())
    if locking.is_running(engine):
        raise Refused("restore_while_running")
    backing.restore(engine, file)
    console.print(plain("cli_restored"))


def _sentence(error: Exception) -> str:
    if isinstance(error, Refused):
        key = f"refused_{error.code}"
        return plain(key if key in sources() else "refused_unknown", error.facts)
    if isinstance(error, DatabaseDown | SQLAlchemyError):
        return plain("cli_database_down")
    if isinstance(error, FileNotFoundError) and error.filename:
        return plain("refused_file_missing", {"name": str(error.filename)})
    if isinstance(error, OSError):
        return plain("cli_file_problem", {"reason": error.strerror or "", "file": error.filename})
    return str(error)


def _guarded(act: Callable[[], T]) -> T:
    try:
        return act()
    except (Refused, SettingsProblem, DatabaseDown, SQLAlchemyError, OSError) as error:
        if Debug.on:
            raise
        errors.print(_sentence(error), markup=False, style="red")
        wrong = isinstance(error, Refused) and error.code in WRONG_WORDS
        sys.exit(USAGE if wrong else PROBLEM)
    except Exception as error:
        if Debug.on:
            raise
        errors.print(plain("cli_broken", {"kind": type(error).__name__}), markup=False)
        sys.exit(PROBLEM)


def main() -> None:
    """The entry of `zhibu` and `python -m bot`."""
    _guarded(lambda: _run(sys.argv[1:]))


def _run(arguments: list[str]) -> None:
    """Carry the command out. Exits with 2 and one sentence on wrong usage."""
    if "--debug" in arguments:  # wherever it stands
        arguments = ["--debug", *(word for word in arguments if word != "--debug")]
    try:
        code = app(arguments, prog_name="zhibu", standalone_mode=False)
    except typer.Abort:
        sys.exit(PROBLEM)
    except TyperException as wrong:
        if arguments:
            errors.print(plain("cli_usage", {"problem": wrong.format_message()}), markup=False)
        else:
            app(["--help"], prog_name="zhibu", standalone_mode=False)
        sys.exit(USAGE)
    sys.exit(code or 0)
