"""Whom the desk knows. What they do to stories is in the journal, not here."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

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
