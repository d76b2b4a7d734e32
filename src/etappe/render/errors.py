"""The one error of this floor."""


class RenderError(Exception):
    """A document could not be made; the message says in German what happened and what helps."""
