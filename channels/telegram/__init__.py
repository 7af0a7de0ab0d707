"""The Telegram channel over python-telegram-bot, with its own fetcher and HTTP layer."""

import os

# Waits then come as timedelta; without it the library warns at every one.
os.environ.setdefault("PTB_TIMEDELTA", "1")
