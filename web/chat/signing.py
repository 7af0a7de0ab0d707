"""Signed tokens that say who somebody is."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from sqlmodel import Session

from store.statements import insert_new
from store.tables import Setting

SIGNED_FOR = timedelta(days=365)

KEY_SETTING = "chat_key"


def load_key(session: Session) -> bytes:
    """The installation's key, made on first use."""
    setting = session.get(Setting, KEY_SETTING)
    if setting is None:
        insert_new(session, Setting, [{"name": KEY_SETTING, "value": secrets.token_hex(32)}])
        setting = session.get_one(Setting, KEY_SETTING)
    return bytes.fromhex(setting.value)


class Signer:
    """Signs addresses with HMAC-SHA256; a token ends after `SIGNED_FOR`."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def sign(self, address: str, now: datetime) -> str:
        """A token for a person."""
        until = int((now + SIGNED_FOR).timestamp())
        return f"{address}.{until}.{self._mac(address, until)}"

    def read(self, token: str, now: datetime) -> str | None:
        """Whose token it is; None when it is forged or has ended."""
        address, _, rest = token.partition(".")
        until, _, mac = rest.partition(".")
        if not (until.isascii() and until.isdecimal() and len(until) < 16 and mac.isascii()):
            return None
        if not hmac.compare_digest(mac, self._mac(address, int(until))):
            return None
        return address if int(until) > now.timestamp() else None

    def mark(self) -> str:
        """A short name of this installation, for what a browser remembers of it."""
        return self._digest("installation")[:12]

    def _mac(self, address: str, until: int) -> str:
        return self._digest(f"person {until} {address}")

    def _digest(self, text: str) -> str:
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()
