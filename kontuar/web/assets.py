"""Static files with the hash of their content in the name, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedStaticFilesStorage


class HashedStatic(CompressedStaticFilesStorage):
    """Placeholder of the name settings refer to; hashing is added with the first stylesheet."""
