"""Addresses of the orders."""

from django.urls import path

from kontuar.web.pages.orders import deeds, one, show

urlpatterns = [
    path("", show.page, name="orders"),
    path("<int:order_id>/", one.page, name="order"),
    path("<int:order_id>/numer/", deeds.tracking, name="order_tracking"),
    path("<int:order_id>/stan/", deeds.state, name="order_state"),
    path("<int:order_id>/faktura/", deeds.invoice, name="order_invoice"),
]
