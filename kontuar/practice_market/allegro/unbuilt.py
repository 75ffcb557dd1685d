"""Operations of the API that the market does not do yet: they answer 501.

Our own short list of methods and path templates (G get, P post, U put, A patch, D delete), compared in the
tests with the published description of 2026-07-18.
"""

from __future__ import annotations

_METHODS = {"G": "GET", "P": "POST", "U": "PUT", "A": "PATCH", "D": "DELETE"}

_TABLE = """
GP /account/additional-emails
GD /account/additional-emails/{emailId}
G /affiliate/conversions/cps
P /after-sales-service-conditions/attachments
U /after-sales-service-conditions/attachments/{attachmentId}
GP /after-sales-service-conditions/implied-warranties
GU /after-sales-service-conditions/implied-warranties/{impliedWarrantyId}
GP /after-sales-service-conditions/return-policies
GUD /after-sales-service-conditions/return-policies/{returnPolicyId}
GP /after-sales-service-conditions/warranties
GU /after-sales-service-conditions/warranties/{warrantyId}
UG /bidding/offers/{offerId}/bid
G /billing/billing-entries
G /billing/billing-types
G /charity/fundraising-campaigns
G /deposit/types
GP /fulfillment/advance-ship-notices
GUD /fulfillment/advance-ship-notices/{id}
U /fulfillment/advance-ship-notices/{id}/cancel
G /fulfillment/advance-ship-notices/{id}/labels
G /fulfillment/advance-ship-notices/{id}/receiving-state
U /fulfillment/advance-ship-notices/{id}/submitted
G /fulfillment/available-products
G /fulfillment/orders/{orderId}/parcels
GU /fulfillment/removal/preferences
G /fulfillment/returns/refund-dispositions
G /fulfillment/stock
UG /fulfillment/submit-commands/{commandId}
PUG /fulfillment/tax-id
G /marketplaces
U /offers/{offerId}/change-price-commands/{commandId}
G /order/carriers/ALLEGRO/points
P /order/checkout-forms/{id}/serial-numbers
G /payments/payment-operations
PG /points-of-service
GUD /points-of-service/{id}
P /pricing/offer-fee-preview
G /pricing/offer-quotes
G /sale/alle-discount/campaigns
P /sale/alle-discount/submit-offer-commands
G /sale/alle-discount/submit-offer-commands/{commandId}
P /sale/alle-discount/withdraw-offer-commands
G /sale/alle-discount/withdraw-offer-commands/{commandId}
G /sale/alle-discount/{campaignId}/eligible-offers
G /sale/alle-discount/{campaignId}/submitted-offers
GA /sale/allegro-prices/accounts/participations
P /sale/allegro-prices/offers-queries
P /sale/allegro-prices/offers/exclusion-commands
G /sale/allegro-prices/offers/exclusion-commands/{commandId}
P /sale/allegro-prices/offers/submit-offer-commands
G /sale/allegro-prices/offers/submit-offer-commands/{commandId}
G /sale/badge-applications
G /sale/badge-applications/{applicationId}
G /sale/badge-campaigns
G /sale/badge-operations/{operationId}
PG /sale/badges
A /sale/badges/offers/{offerId}/campaigns/{campaignId}
G /sale/bundles
GD /sale/bundles/{bundleId}
U /sale/bundles/{bundleId}/discount
G /sale/categories
G /sale/categories/{categoryId}
G /sale/categories/{categoryId}/parameters
G /sale/categories/{categoryId}/product-parameters
G /sale/category-events
G /sale/category-parameters-scheduled-changes
G /sale/classified-offers-stats
G /sale/classified-seller-stats
G /sale/classifieds-packages
G /sale/classifieds-packages/{packageId}
G /sale/compatibility-list-suggestions
G /sale/compatibility-list/supported-categories
G /sale/compatible-products
G /sale/compatible-products/groups
G /sale/delivery-methods
GU /sale/delivery-settings
PG /sale/flexible-bundles
GUD /sale/flexible-bundles/{bundleId}
P /sale/images
PG /sale/loyalty/promotions
GUD /sale/loyalty/promotions/{promotionId}
G /sale/matching-categories
G /sale/offer-additional-services/categories
PG /sale/offer-additional-services/groups
GU /sale/offer-additional-services/groups/{groupId}
G /sale/offer-additional-services/groups/{groupId}/translations
AD /sale/offer-additional-services/groups/{groupId}/translations/{language}
P /sale/offer-attachments
UG /sale/offer-attachments/{attachmentId}
GU /sale/offer-classifieds-packages/{offerId}
PG /sale/offer-contacts
GU /sale/offer-contacts/{id}
P /sale/offer-price-automation-commands
G /sale/offer-price-automation-commands/{commandId}
G /sale/offer-price-automation-commands/{commandId}/tasks
UG /sale/offer-price-change-commands/{commandId}
G /sale/offer-price-change-commands/{commandId}/tasks
G /sale/offer-promotion-packages
PG /sale/offer-tags
DU /sale/offer-tags/{tagId}
G /sale/offers/promo-options
UG /sale/offers/promo-options-commands/{commandId}
G /sale/offers/promo-options-commands/{commandId}/tasks
G /sale/offers/unfilled-parameters
D /sale/offers/{offerId}
G /sale/offers/{offerId}/promo-options
P /sale/offers/{offerId}/promo-options-modification
G /sale/offers/{offerId}/rating
G /sale/offers/{offerId}/smart
PG /sale/offers/{offerId}/tags
G /sale/offers/{offerId}/translations
AD /sale/offers/{offerId}/translations/{language}
G /sale/price-automation/offers/{offerId}/rules
GP /sale/price-automation/rules
GUD /sale/price-automation/rules/{ruleId}
P /sale/product-offers
P /sale/product-proposals
G /sale/products
G /sale/products/change-proposals/{changeProposalId}
G /sale/products/{productId}
P /sale/products/{productId}/change-proposals
GP /sale/responsible-persons
U /sale/responsible-persons/{id}
GP /sale/responsible-producers
GU /sale/responsible-producers/{id}
GP /sale/shipping-rates
GU /sale/shipping-rates/{id}
GP /sale/size-tables
G /sale/size-tables-templates
GU /sale/size-tables/{tableId}
G /sale/smart
G /sale/tax-settings
G /sale/turnover-discount
U /sale/turnover-discount/{marketplaceId}
U /sale/turnover-discount/{marketplaceId}/deactivate
G /shipment-management/delivery-proposals/{orderId}
G /shipment-management/delivery-services
P /shipment-management/label
P /shipment-management/pickup-proposals
P /shipment-management/pickups/create-commands
G /shipment-management/pickups/create-commands/{commandId}
G /shipment-management/pickups/{pickupId}
P /shipment-management/protocol
P /shipment-management/shipments/cancel-commands
G /shipment-management/shipments/cancel-commands/{commandId}
P /shipment-management/shipments/create-commands
G /shipment-management/shipments/create-commands/{commandId}
G /shipment-management/shipments/{shipmentId}
"""


def operations() -> list[tuple[str, str]]:
    """(method, path template) of every operation that is not built."""
    rows = (line.split(" ", 1) for line in _TABLE.strip().splitlines())
    return [(_METHODS[letter], path) for letters, path in rows for letter in letters]
