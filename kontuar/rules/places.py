"""The policy where a text goes elsewhere than into a plain conversation.

The reply checks read one policy; here its parts are exchanged for those of the place.
"""

from dataclasses import replace

from kontuar.rules.policy import Policy
from kontuar.rules.sending_policy import ChannelRule, ContactRule, NoticeRule


def in_issue(policy: Policy) -> Policy:
    """Inside a discussion or claim: longer texts, smaller files."""
    sending = policy.sending
    return replace(policy, sending=replace(sending, channel=sending.issue_channel or sending.channel))


def by_letter(policy: Policy, channel: ChannelRule) -> Policy:
    """By mail: what its servers take."""
    return replace(policy, sending=replace(policy.sending, channel=channel))


def to_masked(policy: Policy, market: Policy) -> Policy:
    """By mail to an address a marketplace hides its buyer behind: it delivers the mail, and its terms hold.

    ``market`` is the marketplace's own policy. Contact data and business outside it are forbidden in whatever
    form (B11), and its notices may not be repeated by e-mail either (B4–B8).
    """
    sending = replace(policy.sending, contact=market.sending.contact, notices=market.sending.notices)
    return replace(policy, sending=sending)


def on_market(policy: Policy, contact: ContactRule | None, notices: tuple[NoticeRule, ...] = ()) -> Policy:
    """On a marketplace whose book names only what a message may not hold (``rulebook/messages.py``)."""
    return replace(
        policy, sending=replace(policy.sending, contact=contact, notices=notices, order_needed=None)
    )


def under_rating(policy: Policy) -> Policy:
    """In public, under a rating: its own length, no contact data or addresses at all (A5.10)."""
    sending = replace(
        policy.sending,
        channel=policy.deeds.rating_channel,
        contact=policy.deeds.rating_contact or policy.sending.contact,
        notices=(),
        order_needed=None,
    )
    return replace(policy, sending=sending)
