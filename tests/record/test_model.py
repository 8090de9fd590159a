"""The record against a model: whatever is done, in whatever order, its views are those of plain dicts."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.record.conftest import Given

from suasion.errors import InputError
from suasion.record import Record

START = datetime(2024, 1, 1, tzinfo=UTC)
DATES = [None, "2021", "2022-03", "2022-03-20", "2024-01-03"]
KNOWN = {"2021": "2021-12-31", "2022-03": "2022-03-31"}
MODALITIES = ["asserted", "alleged", "denied"]
change = msgspec.structs.replace


class RecordAgainstModel(RuleBasedStateMachine):
    """Appends, judges, closes and opens; ``self.sources`` and ``self.judged`` are all that the model knows."""

    @initialize()
    def start(self):
        self.folder = tempfile.TemporaryDirectory(prefix="suasion-model-")
        self.path = Path(self.folder.name) / "record.duckdb"
        self.day = 0
        self.record = self.opened()
        self.sources = {}  # id -> known, document's number, readings: lists of (id, statement)
        self.judged = []  # (day, subject, verdict, into, changes)
        self.chain = []

    def opened(self, read_only=False):
        return Record.open(self.path, read_only, clock=self.now)

    def now(self):
        return START + timedelta(days=self.day)

    def today(self):
        return self.now().date().isoformat()

    def teardown(self):
        if hasattr(self, "record"):
            assert self.record.verify().ok
            self.record.close()
            self.folder.cleanup()

    # What is done

    @rule()
    def let_a_day_pass(self):
        self.day += 1

    @rule(number=st.integers(0, 3), published=st.sampled_from(DATES))
    def append_a_source(self, number, published):
        source, data, _ = Given.document(number, 3, published=published)
        appended = self.record.append_source(source, data)
        assert (appended.added, appended.already) == ((0, 1) if source.id in self.sources else (1, 0))
        if appended.added:
            known = KNOWN.get(published, published) or self.today()
            self.sources[source.id] = {"known": known, "number": number, "readings": []}
            self.chain.append(appended.head)

    @precondition(lambda self: self.sources)
    @rule(data=st.data(), reader=st.sampled_from(["rules 1", "rules 2"]), picked=st.sets(st.integers(0, 2)))
    def append_a_reading(self, data, reader, picked):
        source = data.draw(st.sampled_from(sorted(self.sources)))
        mine = self.sources[source]
        _, _, statements = Given.document(mine["number"], 3)
        modalities = [data.draw(st.sampled_from(MODALITIES)) for _ in picked]
        read = [
            change(statements[i], reader=reader, modality=modality)
            for i, modality in zip(sorted(picked), modalities, strict=True)
        ]
        before = {id_ for _, reading in mine["readings"] for id_, _ in reading}
        appended = self.record.append_reading(source, reader, read)
        if (reader, read) in [(r, [s for _, s in reading]) for r, reading in mine["readings"]]:
            assert (appended.added, appended.already) == (0, len(read))
            return
        self.chain.append(appended.head)
        ids = self.record._parts.tables.engine.rows(
            "SELECT id FROM statements WHERE batch = ? ORDER BY position", [self.record.count]
        )
        reading = [(id_, statement) for (id_,), statement in zip(ids, read, strict=True)]
        mine["readings"].append((reader, reading))
        assert appended.already == len({id_ for id_, _ in reading} & before)
        assert appended.added == len(reading) - appended.already

    @precondition(lambda self: any(self.statements().values()))
    @rule(data=st.data(), verdict=st.sampled_from(["confirm", "reject", "correct", "merge", "unmerge"]))
    def judge_a_statement(self, data, verdict):
        ids = sorted(self.statements())
        subject = data.draw(st.sampled_from(ids))
        into, changes = None, {}
        if verdict in ("merge", "unmerge"):
            into = data.draw(st.sampled_from(ids))
        if verdict == "correct":
            changes = {"amount": data.draw(st.sampled_from([1.0, 2.0, None]))}
        self.judge(subject, verdict, into, changes)

    @precondition(lambda self: self.sources)
    @rule(data=st.data(), verdict=st.sampled_from(["confirm", "reject", "correct"]))
    def judge_a_source(self, data, verdict):
        subject = data.draw(st.sampled_from(sorted(self.sources)))
        changes = {"published": data.draw(st.sampled_from(DATES))} if verdict == "correct" else {}
        self.judge(subject, verdict, None, changes)

    def judge(self, subject, verdict, into, changes):
        self.day += 1
        judgement = Given.judgement(
            subject, verdict, into=into, changes=changes, when=self.now().isoformat(), why=str(self.day)
        )
        merged = self.decided(None)["merged"]
        refused = (verdict == "merge" and self.end_of(into, merged) == subject) or (
            verdict == "unmerge" and into not in [i for _, v, i, _ in self.standing(subject, None) if v == "merge"]
        )
        try:
            assert self.record.append_judgement(judgement).added == 1
            assert not refused
        except InputError:
            assert refused
            return
        assert self.record.append_judgement(judgement).added == 0
        self.judged.append((self.today(), subject, verdict, into, changes))
        self.chain.append(self.record.head)

    @rule(read_only=st.booleans())
    def close_and_open(self, read_only):
        self.record.close()
        if read_only:
            with self.opened(read_only=True) as reader:
                assert reader.head == (self.chain[-1] if self.chain else reader.head)
        self.record = self.opened()

    # What must hold

    @invariant()
    def the_chain_only_grows(self):
        assert self.record.count == len(self.chain)
        assert not self.chain or self.record.head == self.chain[-1]

    @rule(as_of=st.sampled_from([None, "2021", "2022-03-30", "2022-04", "today", "yesterday"]))
    def the_views_are_the_models(self, as_of):
        days = {"today": self.today(), "yesterday": (self.now() - timedelta(days=1)).date().isoformat()}
        as_of = days.get(as_of, as_of)
        found = self.record.run(self.record.statements(as_of=as_of)).to_pylist()
        assert sorted((r["id"], r["modality"], r["amount"], r["confirmed"], r["known"], r["reader"]) for r in found
                      ) == sorted(self.expected(as_of), key=lambda row: row[0])  # fmt: skip
        recorded = self.record.run(self.record.statements(history=True)).to_pylist()
        readings = [entry for source in self.sources.values() for _, reading in source["readings"] for entry in reading]
        assert sorted(r["id"] for r in recorded) == sorted(id_ for id_, _ in readings)

    # The model

    def statements(self):
        return {id_: s for source in self.sources.values() for _, reading in source["readings"] for id_, s in reading}

    def by(self, day, as_of):
        last = {"2021": "2021-12-31", "2022-04": "2022-04-30"}.get(as_of, as_of)
        return last is None or day <= last

    def standing(self, subject, as_of):
        standing = []
        for day, about, verdict, into, changes in self.judged:
            if about != subject or not self.by(day, as_of):
                continue
            if verdict == "unmerge":
                standing = [entry for entry in standing if entry[1:3] != ("merge", into)]
            else:
                standing.append((day, verdict, into, changes))
        return standing

    def decided(self, as_of):
        subjects = {about for _, about, *_ in self.judged}
        last = {about: standing[-1] for about in subjects if (standing := self.standing(about, as_of))}
        return {
            "merged": {about: entry[2] for about, entry in last.items() if entry[1] == "merge"},
            "gone": {about for about, entry in last.items() if entry[1] in ("merge", "reject")},
            "confirmed": {about for about, entry in last.items() if entry[1] == "confirm"},
        }

    @staticmethod
    def end_of(entry, merged):
        while entry in merged:
            entry = merged[entry]
        return entry

    def corrected(self, subject, as_of, field, value):
        for *_, changes in self.standing(subject, as_of):
            value = changes.get(field, value) if field in changes else value
        return value

    def expected(self, as_of):
        decided = self.decided(as_of)
        for id_, source in self.sources.items():
            published = self.corrected(id_, as_of, "published", "as it was")
            known = source["known"]
            if published != "as it was":
                added = self.record._parts.tables.entry(id_)["added"][:10]
                known = KNOWN.get(published, published) or added
            if id_ in decided["gone"] or not source["readings"] or not self.by(known, as_of):
                continue
            reader, reading = source["readings"][-1]
            for statement_id, statement in reading:
                if statement_id not in decided["gone"]:
                    amount = self.corrected(statement_id, as_of, "amount", statement.amount)
                    confirmed = statement_id in decided["confirmed"]
                    yield statement_id, statement.modality, amount, confirmed, known, reader


RecordAgainstModel.TestCase.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)
test_the_record_is_as_the_model = RecordAgainstModel.TestCase
