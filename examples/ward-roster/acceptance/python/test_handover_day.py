from datetime import date
from unittest import TestCase

from ward_roster.clock import roster_day

# Half past midnight of 1 March 2024 in the hospital, an hour ahead of UTC.
HANDOVER = 1709249400


class HandoverDayTest(TestCase):
    def test_a_handover_after_midnight_belongs_to_the_new_day(self):
        self.assertEqual(roster_day(HANDOVER), date(2024, 3, 1))
