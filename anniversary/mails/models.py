"""The outbox: a letter is written in the transaction of the deed that it tells of, and sent later. It forgets its reader once it is sent."""

from django.db import models
from django.db.models import Q


class Letter(models.Model):
    # Says what the letter is about and holds no personal data: it is kept, and the same letter is not written twice.
    key = models.CharField(max_length=120, unique=True)
    address = models.EmailField(blank=True)
    language = models.CharField(max_length=7)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    written_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # when it is tried next; empty once it is sent or given up
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=80, blank=True)  # of what kind; a mail server's own words name the address

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="mails_letter_due", condition=Q(due_at__isnull=False))]
        constraints = [
            models.CheckConstraint(condition=Q(sent_at=None) | Q(due_at=None, address="", subject="", text=""), name="mails_letter_sent_forgets"),
            models.CheckConstraint(condition=Q(sent_at__isnull=False) | ~Q(address=""), name="mails_letter_unsent_has_address"),
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
