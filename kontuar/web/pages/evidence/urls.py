"""Address of an order's evidence."""

from django.urls import path

from kontuar.web.pages.evidence import show

urlpatterns = [path("<int:order_id>/dowody/", show.page, name="evidence")]
