"""The one exception whose text is meant for the reader: what is wrong and what to do next."""


class Failure(Exception):
    """A verb could not do its work; the message goes to stderr and the exit code is 1."""
