"""The part of `zhibu check` that looks at media: their store, the font, the speech engine."""

from collections.abc import Iterator

from bot.findings import Finding, found, problem, warning
from bot.media_parts import media_store
from bot.problems import SettingsProblem
from bot.settings import Settings
from content.cards import fonts
from content.spoken.engine import engine


async def check_store(settings: Settings) -> Finding:
    """Whether files can be kept. A folder is looked at with the data folder; a bucket is tried."""
    try:
        store = media_store(settings)
    except SettingsProblem as error:
        return problem("media", "media_away", name=settings.media, reason=str(error))
    if settings.media is None:
        return found("media", "media_disk", name=store.name)
    try:
        await store.probe()
    except OSError as error:
        return problem("media", "media_away", name=store.name, reason=str(error))
    return found("media", "media_bucket", name=store.name)


def check_font(settings: Settings) -> Finding:
    """Which Chinese font pictures are drawn in."""
    fonts.use(settings.font)
    try:
        name = fonts.font(20).getname()[0]
    except (fonts.FontMissing, OSError):
        return warning("fonts", "no_fonts")
    return found("fonts", "fonts", name=name, path=str(fonts.font_file()))


def check_speech(settings: Settings) -> Iterator[Finding]:
    """The speech engine, where one is installed or wanted."""
    chosen = engine(settings.speech)
    if chosen is not None:
        yield found("speech", "speech", name=chosen.name)
    elif settings.speech is not None:
        yield warning("speech", "no_speech", name=settings.speech.split()[0])
