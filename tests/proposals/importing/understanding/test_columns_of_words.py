"""A column of words is what its heading says, unless what stands in its cells speaks against it."""

import pytest

from tests.proposals.importing.understanding.drawn import read


def services_of(*names):
    rows = "\n".join(
        f"A{number}|Shorter hours {number}|{name}|40" for number, name in enumerate(names, start=1)
    )
    return [item.service for item in read(f"\nRef|Proposal|Service|2026/27 £000\n{rows}").proposals]


class TestServices:
    @pytest.mark.parametrize(
        "names", [("Service 1", "Service 2", "Service 3"), ("Ward 12", "Ward 7", "Ward 9")]
    )
    def test_a_name_with_a_number_is_the_name_of_a_service(self, names):
        assert services_of(*names) == list(names)

    def test_codes_under_service_are_no_names(self):
        assert services_of("ADU 001", "ADU 002", "CHI 001") == ["", "", ""]


class TestDeliverability:
    @pytest.mark.parametrize(
        "heading", ["Deliverability", "Confidence of delivery", "Likelihood of delivery", "Achievability"]
    )
    def test_how_likely_delivery_is_is_no_risk(self, heading):
        (item,) = read(f"\nRef|Proposal|2026/27 £000|{heading}\nA1|Fewer vans|40|High").proposals
        assert (item.risk, [(s.heading, s.text) for s in item.sections]) == ("", [(heading, "High")])

    def test_the_risk_to_delivery_is_one(self):
        (item,) = read("\nRef|Proposal|2026/27 £000|Risk to deliverability\nA1|Fewer vans|40|High").proposals
        assert item.risk == "H"
