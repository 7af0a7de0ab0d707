"""Every store keeps the same promise: whole, once, and nothing outside itself."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from obstore.store import LocalStore, MemoryStore

from store.media.bucket import BucketStore, bucket
from store.media.disk import DiskStore
from store.media.keeping import MediaStore, is_key, key_of
from tests.media.fake_bucket import FakeBucket


@pytest.fixture(params=["disk", "memory", "local", "s3"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[MediaStore]:
    if request.param == "disk":
        yield DiskStore(tmp_path / "media")
    elif request.param == "memory":
        yield BucketStore(MemoryStore(), "memory")
    elif request.param == "local":
        yield BucketStore(LocalStore(str(tmp_path)), "local")
    else:
        async with FakeBucket() as fake:
            yield bucket("s3://shelf/zhibu/media", fake.root, "KEY", "SECRET")


async def test_what_is_kept_is_read_again(store: MediaStore) -> None:
    content = bytes(range(256)) * 500
    key = await store.keep(content, ".jpg")
    assert key == key_of(content, ".jpg")
    assert await store.read(key) == content
    assert await store.keep(content, ".jpg") == key
    await store.probe()


async def test_what_is_not_there_is_said(store: MediaStore) -> None:
    for key in (key_of(b"never", ".jpg"), "../../etc/passwd", "ab/../../x", "", "/etc/passwd"):
        with pytest.raises(FileNotFoundError):
            await store.read(key)


async def test_the_disk_keeps_the_same_bytes_once_and_no_scraps(tmp_path: Path) -> None:
    store = DiskStore(tmp_path)
    await store.keep(b"one", ".mp3")
    await store.keep(b"one", ".mp3")
    await store.keep(b"two", ".mp3")
    await store.probe()
    assert sorted(path.read_bytes() for path in tmp_path.rglob("*.*")) == [b"one", b"two"]


async def test_a_file_torn_by_a_full_disk_is_written_again(tmp_path: Path) -> None:
    store = DiskStore(tmp_path)
    key = await store.keep(b"whole", ".mp3")
    (tmp_path / key).write_bytes(b"who")
    await store.keep(b"whole", ".mp3")
    assert await store.read(key) == b"whole"


async def test_a_disk_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "media").write_bytes(b"a file where the folder should be")
    store = DiskStore(tmp_path / "media")
    with pytest.raises(OSError):  # noqa: PT011  whatever the system calls it
        await store.keep(b"one", ".mp3")
    with pytest.raises(OSError):  # noqa: PT011
        await store.probe()


async def test_the_bucket_is_asked_under_its_prefix_and_signed() -> None:
    async with FakeBucket() as fake:
        store = bucket("s3://shelf/zhibu/media", fake.root, "KEY", "SECRET")
        key = await store.keep(b"one", ".mp3")
        await store.keep(b"one", ".mp3")
        assert list(fake.objects) == [f"/shelf/zhibu/media/{key}"]
        assert fake.puts == 1
        assert all("Credential=KEY/" in line and "SECRET" not in line for line in fake.signed)
        assert store.name == "s3://shelf/zhibu/media"


@pytest.mark.parametrize("status", [403, 500])
async def test_a_bucket_that_refuses_is_a_fault_without_addresses(status: int) -> None:
    async with FakeBucket() as fake:
        store = bucket("s3://shelf", fake.root, "KEY", "SECRET")
        fake.refuses = status
        for act in (store.keep(b"one", ".mp3"), store.read(key_of(b"one", ".mp3")), store.probe()):
            with pytest.raises(OSError) as fault:  # noqa: PT011
                await act
            assert "127.0.0.1" not in str(fault.value)
            assert "KEY" not in str(fault.value)


def test_only_our_own_keys_count() -> None:
    assert is_key(key_of(b"x", ".jpg"))
    assert is_key(key_of(b"x", ""))
    assert not is_key(key_of(b"x", "./../y"))
    assert not is_key(key_of(b"x", ".jpg")[3:])
