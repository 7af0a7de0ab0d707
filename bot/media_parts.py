"""Pictures, sounds and films: where they are kept and who makes them, put together."""

from sqlalchemy import Engine

from bot.problems import SettingsProblem
from bot.settings import Settings
from content.cards import fonts
from content.papers.making import Papers
from content.sentences import plain
from content.supply import Supplies, makers
from store.media.bucket import BucketMissing, bucket
from store.media.disk import DiskStore
from store.media.keeping import MediaStore


def media_store(settings: Settings) -> MediaStore:
    """The folder of media, or the bucket that the settings name.

    Raises SettingsProblem where the library for buckets is not installed.
    """
    if settings.media is None:
        return DiskStore(settings.data / "media")
    key, secret = settings.s3_key, settings.s3_secret
    try:
        return bucket(
            settings.media,
            settings.s3_endpoint,
            key.get_secret_value() if key else None,
            secret.get_secret_value() if secret else None,
        )
    except BucketMissing:
        raise SettingsProblem(plain("setting_media_extra")) from None


def supplies(settings: Settings, store: MediaStore, engine: Engine) -> Supplies:
    """Where the bytes of what goes out come from; pictures are drawn in the font that is set."""
    fonts.use(settings.font)
    return Supplies(store, makers(settings.speech) | Papers(engine).makers())
