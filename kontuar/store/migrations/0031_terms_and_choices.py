import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kontuar', '0022_elsewhere'),
    ]

    operations = [
        migrations.AddField(
            model_name='order',
            name='terms',
            field=models.JSONField(help_text='Dates, delivery and prices in force at the purchase.', null=True),
        ),
        migrations.CreateModel(
            name='OfferChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('offer_external_id', models.CharField(max_length=100)),
                ('kind', models.CharField(max_length=10)),
                ('options', models.JSONField(default=list)),
                ('since_at', models.DateTimeField(help_text='Purchases since then are asked about.')),
                ('changed_at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='kontuar.account')),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'offer_choice',
                'constraints': [models.UniqueConstraint(models.F('account'), models.F('offer_external_id'), name='offer_choice_once')],
            },
        ),
    ]
