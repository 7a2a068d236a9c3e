"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TYPES = {"str": sa.Text, "int": sa.BigInteger, "float": sa.Float, "bool": sa.Boolean}
_WHEN = sa.DateTime(timezone=True)

_TIDY = {
    "records": """
        document_id:str record_id:str schema_version:int study_id:str study_key:str origin:str table:int row:int
        start:int end:int authors:str year:int reference:str group:str n_patients:int n_female:int n_male:int
        n_centers:int n_treated:int n_completed:int n_evaluable:int age_mean:float age_median:float age_min:float
        age_max:float age_unit:str route:str n_infusions:int infusion_interval_value:float
        infusion_interval_upper:float infusion_interval_unit:str conditioning:str study_type:str phase:str
        prospective:bool follow_up_min:float follow_up_max:float follow_up_mean:float follow_up_median:float
        follow_up_unit:str conditions:str qualifiers:str species:str cell_types:str tissues:str donors:str n_arms:int
        n_doses:int n_outcomes:int n_adverse_events:int n_flags:int
    """,
    "studies": """
        document_id:str record_id:str schema_version:int study_id:str study_key:str records:str authors:str year:int
        reference:str group:str n_patients:int n_female:int n_male:int n_centers:int n_treated:int n_completed:int
        n_evaluable:int age_mean:float age_median:float age_min:float age_max:float age_unit:str route:str
        n_infusions:int infusion_interval_value:float infusion_interval_upper:float infusion_interval_unit:str
        conditioning:str study_type:str phase:str prospective:bool follow_up_min:float follow_up_max:float
        follow_up_mean:float follow_up_median:float follow_up_unit:str conditions:str qualifiers:str species:str
        cell_types:str tissues:str donors:str n_arms:int n_doses:int n_outcomes:int n_adverse_events:int n_flags:int
        disagreements:str
    """,
    "outcomes": """
        document_id:str record_id:str schema_version:int study_id:str id:str measure:str direction:str value:float
        upper:float unit:str n:int denominator:int arm:str timepoint:str timepoint_value:float timepoint_upper:float
        timepoint_unit:str comparator:str sd:float kind:str spread_type:str spread_low:float spread_high:float
        p_comparator:str p_value:float surface:str text:str start:int end:int evidence:str confidence:float source:str
        by:str
    """,
    "arms": """
        document_id:str record_id:str schema_version:int study_id:str id:str name:str role:str n:int unit:str of:str
        basis:str start:int end:int evidence:str confidence:float source:str by:str
    """,
    "doses": """
        document_id:str record_id:str schema_version:int study_id:str id:str value:float upper:float comparator:str
        unit:str per:str surface:str text:str start:int end:int evidence:str confidence:float source:str by:str
    """,
    "cells": """
        document_id:str record_id:str schema_version:int study_id:str id:str cell_type:str tissue:str species:str
        donor:str derivative:str start:int end:int evidence:str confidence:float source:str by:str
    """,
    "adverse_events": """
        document_id:str record_id:str schema_version:int study_id:str id:str event:str n:int denominator:int
        severity:str serious:bool arm:str surface:str text:str start:int end:int evidence:str confidence:float
        source:str by:str
    """,
    "comparisons": """
        document_id:str record_id:str schema_version:int comparison_id:str table:int row:int column:int aspect:str
        intervention:str surface:str text:str statement_id:str measure:str event:str direction:str value:float
        upper:float unit:str comparator:str timepoint:str severity:str statement_surface:str statement_text:str
        start:int end:int evidence:str
    """,
    "mentions": """
        document_id:str record_id:str schema_version:int label:str start:int end:int surface:str text:str concept:str
        value:float upper:float unit:str source:str by:str context:str
    """,
    "flags": """
        document_id:str record_id:str schema_version:int code:str message:str paths:str start:int end:int evidence:str
    """,
    "terms": """
        document_id:str record_id:str schema_version:int kind:str concept:str label_zh:str label_en:str
        ontology_id:str id_source:str path:str surface:str text:str start:int end:int evidence:str
    """,
}

_DOCUMENTS = """
    schema_version:int source:str sha256:str lang:str media_type:str encoding:str chars:int chars_read:int chars_skipped:int
    skipped:str passages:int numbers:int candidates:int records:int notes:str n_flags:int
"""

_KEPT = ("texts", "documents", "sources", "runs", "extractions", "corrections", "quarantine")


def upgrade() -> None:
    _texts_and_documents()
    _runs_and_extractions()
    _corrections_and_quarantine()
    for name, columns in _TIDY.items():
        key = sa.Column("extraction_id", sa.Text, sa.ForeignKey("extractions.extraction_id"), nullable=False)
        op.create_table(name, key, *_columns(columns))
        op.create_index(f"ix_{name}_extraction_id", name, ["extraction_id"])
        op.execute(
            f"CREATE VIEW current_{name} AS SELECT told.* FROM {name} told "
            "JOIN documents d ON d.extraction_id = told.extraction_id"
        )
    for statement in _append_only(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    for name in _TIDY:
        op.execute(f"DROP VIEW current_{name}")
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER corrections_stay ON corrections")
        op.execute("DROP TRIGGER corrections_stay_all ON corrections")
        op.execute("DROP FUNCTION litrex_append_only()")
    for name in reversed(_KEPT):
        op.drop_table(name)


def _columns(told: str) -> list[sa.Column]:
    return [sa.Column(name, _TYPES[kind]()) for name, _, kind in (one.partition(":") for one in told.split())]


def _texts_and_documents() -> None:
    op.create_table(
        "texts",
        sa.Column("text_id", sa.Text, primary_key=True),
        sa.Column("raw", sa.Text, nullable=False),
        sa.Column("nuls", sa.Text),
    )
    op.create_table(
        "documents",
        sa.Column("document_id", sa.Text, primary_key=True),
        *_columns(_DOCUMENTS),
        *_columns("title:str licence:str path:str"),
        sa.Column("file", sa.LargeBinary),
        sa.Column("reader_version", sa.Text),
        sa.Column("text_id", sa.Text, sa.ForeignKey("texts.text_id"), nullable=False),
        *_columns("extraction_id:str run_id:str"),
        sa.Column("n_corrections", sa.Integer, nullable=False, server_default="0"),
        sa.Column("first_seen", _WHEN, nullable=False),
    )
    op.create_table(
        "sources",
        sa.Column("document_id", sa.Text, sa.ForeignKey("documents.document_id"), primary_key=True),
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("first_seen", _WHEN, nullable=False),
    )


def _runs_and_extractions() -> None:
    op.create_table(
        "runs",
        sa.Column("run_id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("version", "version_key", "settings")),
        sa.Column("lexicons", sa.Text),
        sa.Column("tagger", sa.Text, nullable=False),
        sa.Column("started_at", _WHEN, nullable=False),
        sa.Column("ended_at", _WHEN),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("pid", sa.Integer, nullable=False),
        sa.Column("counts", sa.Text),
    )
    op.create_table(
        "extractions",
        sa.Column("extraction_id", sa.Text, primary_key=True),
        sa.Column("document_id", sa.Text, sa.ForeignKey("documents.document_id"), nullable=False),
        sa.Column("version_key", sa.Text, nullable=False),
        sa.Column("run_id", sa.Text, sa.ForeignKey("runs.run_id"), nullable=False),
        sa.Column("text_id", sa.Text, sa.ForeignKey("texts.text_id"), nullable=False),
        sa.Column("at", _WHEN, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("mentions", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("document_id", "version_key", name="uq_extractions_document_id_version_key"),
    )


def _corrections_and_quarantine() -> None:
    op.create_table(
        "corrections",
        sa.Column("correction_id", sa.Text, primary_key=True),
        sa.Column("document_id", sa.Text, sa.ForeignKey("documents.document_id"), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("at", _WHEN, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("by", "record_id", "path", "action")),
        *_columns("old:str new:str"),
        sa.Column("evidence", sa.Text, nullable=False),
        *_columns("why:str seen_version:str"),
        sa.Column("seen", sa.Text, nullable=False),
        sa.UniqueConstraint("document_id", "seq", name="uq_corrections_document_id_seq"),
    )
    op.create_table(
        "quarantine",
        sa.Column("quarantine_id", sa.Text, primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("version_key", "reason", "remedy", "error")),
        sa.Column("path", sa.Text),
        sa.Column("file", sa.LargeBinary),
        sa.Column("run_id", sa.Text, sa.ForeignKey("runs.run_id"), nullable=False),
        sa.Column("at", _WHEN, nullable=False),
    )
    op.create_index("ix_quarantine_sha256", "quarantine", ["sha256"])


def _append_only(dialect: str) -> list[str]:
    """What refuses to alter or delete a correction, whoever asks."""
    told = "corrections are append-only: write another one"
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER corrections_stay_{verb.lower()} BEFORE {verb} ON corrections "
            f"BEGIN SELECT RAISE(ABORT, '{told}'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE FUNCTION litrex_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{told}'; END $$",
        "CREATE TRIGGER corrections_stay BEFORE UPDATE OR DELETE ON corrections "
        "FOR EACH ROW EXECUTE FUNCTION litrex_append_only()",
        "CREATE TRIGGER corrections_stay_all BEFORE TRUNCATE ON corrections "
        "FOR EACH STATEMENT EXECUTE FUNCTION litrex_append_only()",
    ]
