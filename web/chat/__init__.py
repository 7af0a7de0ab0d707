"""The built-in chat: a small chat service of its own, and the channel that speaks on it."""
