"""Organisations that are taken from a record that made them public: they may not be public any more."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed

from anniversary.publishing import tombstones

from .models import Organisation


def watch(model: type[Model], field: str) -> None:
    """Have those that are taken from the relation `field` of a publishable model leave a tombstone."""
    relation: Any = model._meta.get_field(field)
    back = relation.remote_field.get_accessor_name()

    def leave(sender: Any, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any) -> None:
        if action not in {"pre_remove", "pre_clear"}:
            return
        others = getattr(instance, back if reverse else field).all()
        taken = others if pk_set is None else others.filter(pk__in=pk_set)
        for record in taken if reverse else [instance]:
            if at := record.left_at:
                tombstones.leave(Organisation, [instance.uuid] if reverse else taken.values_list("uuid", flat=True), at)

    m2m_changed.connect(leave, sender=relation.remote_field.through, weak=False, dispatch_uid=f"{model._meta.label_lower}.{field}.tombstones")
