"""The language of the interface is the browser's and its cookie's; an account never had a say in it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RemoveField(model_name="user", name="language")]
