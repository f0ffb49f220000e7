"""Whom the desk knows, and what they did there that is no act on a story. What they do to stories is in the journal."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from stet.journal.appended import Appended, Record
from stet.model.person import Role


class People(BaseUserManager["User"]):
    """The people of the house."""


class User(AbstractBaseUser):
    """A person of the house. Never deleted, but shut out: what they did is signed with their name."""

    username = models.CharField(max_length=60, unique=True)
    """What they sign in with, and what their acts are signed with."""
    email = models.EmailField(blank=True)
    role = models.PositiveSmallIntegerField(choices=[(role.value, role.called) for role in Role], default=Role.READER)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    language = models.CharField(max_length=10, blank=True)
    """Of the desk's own words; empty: the house's."""
    password_given = models.BooleanField(default=False)
    """Somebody else knows their password, for they were given it: they choose their own before they do anything."""

    objects = People()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(role__in=[role.value for role in Role]), name="user_role_known"),
        )


class View(models.Model):
    """A filter of the list that somebody kept under a name."""

    user = models.ForeignKey(User, on_delete=models.CASCADE)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "name"], name="view_once"),)


class Act(Record):
    """Something that somebody did which is no act on a story: came in, went out, said who may do what, held a feed.
    Written once, by record.py, and never changed."""

    at = models.DateTimeField(db_index=True)
    who = models.TextField()
    """The name it is signed with; empty where it is not known who it was."""
    place = models.TextField()
    """Where it came from: a network address, or `command line`."""
    kind = models.CharField(max_length=32)
    about = models.TextField()
    """Whom or what it was done to: a name of the desk's people, of a feed …"""
    words = models.TextField()
    """What else is to be known of it. Never a password, a code or a key."""

    objects = Appended["Act"].as_manager()
