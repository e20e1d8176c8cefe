"""What statements on one agreement ask by."""

from sqlalchemy import Uuid, bindparam

# What every page asks is put together once, with its parameters left open: to do so for each
# request took longer than the database's answer.
AGREEMENT = bindparam("agreement_id", type_=Uuid)
