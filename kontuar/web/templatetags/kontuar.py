"""Template tags and filters that every template has without loading."""

from django import template

register = template.Library()
