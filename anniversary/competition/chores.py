"""What a competition has done in the background from time to time. The apps above bring their chores, the worker's round asks for those that are due."""

import logging
from collections.abc import Callable

logger = logging.getLogger(__name__)
_chores: list[Callable[[], object]] = []


def register(enqueue: Callable[[], object]) -> None:
    """Have `enqueue` called every ten minutes by each worker: it looks whether something is due, enqueues a task if so, and may be called twice."""
    if enqueue not in _chores:
        _chores.append(enqueue)


def enqueue_due() -> bool:
    """Ask all; one that fails keeps no other from its turn. Whether there was any."""
    for enqueue in _chores:
        try:
            enqueue()
        except Exception:  # whatever it is: the next round finds it due still
            logger.exception("A chore of the competition could not be enqueued.")
    return bool(_chores)
