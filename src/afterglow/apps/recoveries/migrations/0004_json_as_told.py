from typing import Any

from django.db import migrations

import afterglow.apps.recoveries.fields

COLUMNS = (
    ("recoveries_recovery", "treatment_json"),
    ("recoveries_checkin", "data"),
    ("recoveries_checkin", "told"),
)


def kept_as(kind: str) -> Any:
    # SQLite keeps the text as it is: there is nothing to change there
    def change(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for table, column in COLUMNS:
                schema_editor.execute(f'ALTER TABLE "{table}" ALTER "{column}" TYPE {kind}')

    return change


class Migration(migrations.Migration):
    dependencies = [
        ("recoveries", "0003_protocol_kept"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(kept_as("json"), kept_as("jsonb"))],
            state_operations=[
                migrations.AlterField(
                    model_name="recovery",
                    name="treatment_json",
                    field=afterglow.apps.recoveries.fields.ToldJSON(),
                ),
                migrations.AlterField(
                    model_name="checkin",
                    name="data",
                    field=afterglow.apps.recoveries.fields.ToldJSON(),
                ),
                migrations.AlterField(
                    model_name="checkin",
                    name="told",
                    field=afterglow.apps.recoveries.fields.ToldJSON(default=dict),
                ),
            ],
        ),
    ]
