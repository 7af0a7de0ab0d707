"""From an event to a domain function and an answer. Synchronous, on a session, no network."""
