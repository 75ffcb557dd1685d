"""The policy where a text goes elsewhere than into a plain conversation.

The reply checks read one policy; here its parts are exchanged for those of the place.
"""

from dataclasses import replace

from kontuar.rules.policy import Policy


def in_issue(policy: Policy) -> Policy:
    """Inside a discussion or claim: longer texts, smaller files."""
    sending = policy.sending
    return replace(policy, sending=replace(sending, channel=sending.issue_channel or sending.channel))


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
