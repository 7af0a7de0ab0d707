"""Files of the shelves in a bucket of a service that speaks S3, through `obstore`."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from store.media.keeping import is_key, key_of

if TYPE_CHECKING:
    from obstore.store import ObjectStore

REGION = "us-east-1"
"""What services that know no regions expect."""
SECONDS = timedelta(seconds=60)
CONNECT = timedelta(seconds=10)


class BucketMissing(Exception):
    """The library that speaks to buckets is not installed (the extra `s3`)."""


class BucketStore:
    """A `MediaStore` over any store of obstore: a bucket, or in tests memory and a folder."""

    def __init__(self, store: "ObjectStore", name: str) -> None:
        self._store = store
        self.name = name

    async def keep(self, content: bytes, suffix: str) -> str:
        """As `MediaStore.keep`: a put is whole or not at all, and the same bytes are kept once."""
        from obstore import head_async, put_async
        from obstore.exceptions import BaseError

        key = key_of(content, suffix)
        try:
            if await self._size(head_async, key) != len(content):
                await put_async(self._store, key, content)
        except BaseError as error:
            raise _fault(error) from None
        return key

    async def read(self, key: str) -> bytes:
        """As `MediaStore.read`."""
        from obstore import get_async
        from obstore.exceptions import BaseError

        if not is_key(key):
            raise FileNotFoundError(key)
        try:
            found = await get_async(self._store, key)
            return bytes(await found.bytes_async())
        except FileNotFoundError:
            raise FileNotFoundError(key) from None
        except BaseError as error:
            raise _fault(error) from None

    async def probe(self) -> None:
        """As `MediaStore.probe`."""
        key = await self.keep(b"zhibu", ".txt")
        if await self.read(key) != b"zhibu":
            raise OSError("another content")

    async def _size(self, head: Any, key: str) -> int | None:
        try:
            return int((await head(self._store, key))["size"])
        except FileNotFoundError:
            return None


def bucket(address: str, endpoint: str | None, key: str | None, secret: str | None) -> BucketStore:
    """The store at `s3://bucket/prefix`; without a key the machine's own rights are used.

    Raises BucketMissing where `obstore` is not installed.
    """
    try:
        from obstore.store import S3Store
    except ImportError as error:
        raise BucketMissing from error

    parts = urlsplit(address)
    config: dict[str, str] = {"region": REGION}
    if endpoint:
        config["endpoint"] = endpoint
    if key and secret:
        config |= {"access_key_id": key, "secret_access_key": secret}
    options: Mapping[str, Any] = {
        "timeout": SECONDS,
        "connect_timeout": CONNECT,
        "allow_http": bool(endpoint and endpoint.startswith("http://")),
    }
    store = S3Store(
        parts.netloc,
        prefix=parts.path.strip("/") or None,
        config=config,  # type: ignore[arg-type]
        client_options=options,  # type: ignore[arg-type]
        retry_config={"max_retries": 2, "retry_timeout": CONNECT},
    )
    return BucketStore(store, f"s3://{parts.netloc}{parts.path.rstrip('/')}")


def _fault(error: Exception) -> OSError:
    """The kind of the fault alone: the library's own words repeat addresses and keys."""
    return OSError(type(error).__name__)
