"""Media types: on Allegro the media type is the version of a resource."""

from collections.abc import Mapping

PUBLIC = "application/vnd.allegro.public.v1+json"
BETA = "application/vnd.allegro.beta.v1+json"
"""For /messaging/*: the only shape that shows POST_PURCHASE_ISSUE threads (allegro-api #13797, #13998).
The only one at all of /sale/issues and /order/customer-returns; for /sale/user-ratings the fuller of two."""
ANY = "*/*"


def reading(media: str = PUBLIC) -> Mapping[str, str]:
    """Headers of a call without a body."""
    return {"Accept": media}


def writing(media: str = PUBLIC) -> Mapping[str, str]:
    """Headers of a call with a JSON body."""
    return {"Accept": media, "Content-Type": media}


def in_english(headers: Mapping[str, str]) -> Mapping[str, str]:
    """For the few operations whose description knows no other language than English."""
    return {**headers, "Accept-Language": "en-US"}
