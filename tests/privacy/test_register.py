"""Every column is in the register of personal data: whoever adds one says what forgetting does with it."""

from django.apps import apps

from kontuar.store.personal import OTHER_APPS, REGISTER, Fate


def test_every_column_of_every_table_is_in_the_register() -> None:
    missing, unknown = [], []
    for model in apps.get_app_config("kontuar").get_models():
        table = REGISTER.get(model.__name__)
        columns = {field.name for field in model._meta.concrete_fields}
        told = table.columns if table else set()
        missing += [f"{model.__name__}.{name}" for name in sorted(columns - told)]
        unknown += [f"{model.__name__}.{name}" for name in sorted(told - columns)]
    assert not missing, (
        "kontuar/store/personal.py does not know these columns. May they hold a buyer's data (a name, an address, "
        f"words, a number that leads to him)? Say so there, and let actions.forget do it: {missing}"
    )
    assert not unknown, f"These columns are gone: take them out of kontuar/store/personal.py: {unknown}"


def test_every_other_application_is_known() -> None:
    others = {config.label for config in apps.get_app_configs() if list(config.get_models())} - {"kontuar"}
    assert others <= set(OTHER_APPS), f"What of buyers do these keep? {others - set(OTHER_APPS)}"


def test_what_is_kept_has_a_reason() -> None:
    for name, table in REGISTER.items():
        for column, (fate, reason) in table.personal.items():
            assert fate is not Fate.KEEP or len(reason) > 15, f"{name}.{column} is kept without a reason"
