"""All tables, so that one import knows the whole database."""

from store.tables.chats import Account, Chat, Question
from store.tables.library import Article, Portion, Work
from store.tables.meetings import Attendance, Meeting
from store.tables.operation import Event, Feedback, Holiday, Incident, Invite, Setting, Upload
from store.tables.outbox import Outbox
from store.tables.people import Branch, Member
from store.tables.plans import Plan
from store.tables.posts import Post

__all__ = [
    "Account",
    "Article",
    "Attendance",
    "Branch",
    "Chat",
    "Event",
    "Feedback",
    "Holiday",
    "Incident",
    "Invite",
    "Meeting",
    "Member",
    "Outbox",
    "Plan",
    "Portion",
    "Post",
    "Question",
    "Setting",
    "Upload",
    "Work",
]
