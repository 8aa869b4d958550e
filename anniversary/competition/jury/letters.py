"""What jurors are written."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from anniversary.languages import text
from anniversary.mails import outbox

from .models import Seat


def seat_given(seat: Seat) -> None:
    """Tell a juror, within the transaction, that a round is open for them; who has no address hears it from the office."""
    user, judged = seat.juror.user, seat.round
    if not user.email:
        return
    language = getattr(getattr(user, "profile", None), "language", "") or settings.LANGUAGE_CODE  # as they chose it for their account
    with translation.override(language):
        title = text.pick(judged.competition, "title")[0]
        address = settings.SITE_URL + reverse("jury:round", args=[judged.competition.slug, judged.number])
    context = {"title": title, "number": judged.number, "works": seat.sheets.count(), "address": address}
    outbox.write(f"jury-seat-{seat.pk}", user.email, "jury_seat", language, context)
