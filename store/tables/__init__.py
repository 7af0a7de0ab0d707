"""All tables, so that one import knows the whole database."""

from store.tables.chats import Account, Chat, Question
from store.tables.courses import Course, CourseItem, Progress
from store.tables.library import Article, MediaCopy, MediaItem, Portion, SetText, Work
from store.tables.meetings import Attendance, Meeting
from store.tables.operation import Event, Feedback, Holiday, Incident, Invite, Setting, Upload
from store.tables.outbox import Outbox
from store.tables.people import Branch, Member
from store.tables.plans import Plan
from store.tables.posts import Post
from store.tables.questions import Bank, QuizRound, Recall, StudyQuestion

__all__ = [
    "Account",
    "Article",
    "Attendance",
    "Bank",
    "Branch",
    "Chat",
    "Course",
    "CourseItem",
    "Event",
    "Feedback",
    "Holiday",
    "Incident",
    "Invite",
    "MediaCopy",
    "MediaItem",
    "Meeting",
    "Member",
    "Outbox",
    "Plan",
    "Portion",
    "Post",
    "Progress",
    "Question",
    "QuizRound",
    "Recall",
    "SetText",
    "Setting",
    "StudyQuestion",
    "Upload",
    "Work",
]
