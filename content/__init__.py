"""The study library, and every sentence the bot says."""
