"""Making many tables by one operation of a migration: a new desk starts in seconds instead of in a quarter of a minute.

Django draws every model anew after each single step, which is nearly all that a long chain of migrations costs.
"""

from collections.abc import Iterator
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.special import SeparateDatabaseAndState
from django.db.migrations.state import ProjectState
from django.db.models import Model


class MakeAll(SeparateDatabaseAndState):
    """The steps say which models there are; their tables are then made as they are after the last step.

    For an app that has no table yet: it is the first migration of a new database, and cannot be undone.
    """

    reversible = False

    def __init__(self, steps: list[Any]) -> None:
        super().__init__(state_operations=steps)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How a migration writes it down."""
        return self.__class__.__qualname__, [], {"steps": self.state_operations}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """All the steps; the models are drawn anew once, after the last."""
        state.__dict__.pop("apps", None)
        super().state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make every table with its indexes and constraints."""
        for model in _in_order(list(to_state.apps.get_app_config(app_label).get_models())):
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)

    def describe(self) -> str:
        """One line for ``migrate --plan``."""
        return "Make all tables at once"


def _in_order(models: list[type[Model]]) -> Iterator[type[Model]]:
    """Those that others point to come first; a circle is broken anywhere: its references are made last anyway."""
    waiting = {model: _pointed_to(model) & set(models) - {model} for model in models}
    while waiting:
        free = [model for model, others in waiting.items() if not others & set(waiting)]
        for model in free or [next(iter(waiting))]:
            del waiting[model]
            yield model


def _pointed_to(model: type[Model]) -> set[type[Model]]:
    return {
        field.related_model for field in model._meta.local_fields if isinstance(field.related_model, type)
    }
