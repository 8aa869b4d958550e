"""Links that only a letter holds stay out of the log: whoever reads a line of it must not be able to go where the link leads."""

import logging
import re

# What follows these steps of an address is somebody's key, but for the pages that everybody comes to.
LINK = re.compile(r"/(enter|vote)/(?!(?:asked|method|works)(?:/|$))[^/\s?\"'<>]+")


class HideLinks(logging.Filter):
    """On the handlers: a logger's own filter is not asked for what comes up from the loggers below it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every record pass, its links hidden."""
        try:
            said = record.getMessage()
        except (TypeError, ValueError):  # what does not fit together is told by the handler
            return True
        if "/enter/" in said or "/vote/" in said:
            record.msg, record.args = LINK.sub(r"/\1/…", said), ()
        return True
