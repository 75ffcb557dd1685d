"""GET /me."""

from __future__ import annotations

from kontuar.practice_market.allegro.protocol import Answer, Call, Operation


def me(call: Call) -> Answer:
    """Who the token acts for."""
    seller = call.seller
    return Answer(
        body={
            "id": seller.id,
            "login": seller.login,
            "firstName": seller.first_name,
            "lastName": seller.last_name,
            "email": seller.email,
            "baseMarketplace": {"id": seller.marketplace},
            "company": {"name": seller.company, "taxId": seller.tax_id} if seller.company else {},
            "features": list(seller.features),
        }
    )


OPERATIONS = (Operation(method="GET", path="/me", handler=me, scope="profile:read"),)
