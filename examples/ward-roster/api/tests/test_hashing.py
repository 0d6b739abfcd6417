from unittest import TestCase

from ward_roster.hashing import hash_password, is_signed, matches, signature

MONITOR = "http://127.0.0.1:9009/bed-monitor"


class HashingTest(TestCase):
    def test_a_password_matches_its_own_hash_only(self):
        stored = hash_password("correct horse")
        self.assertTrue(matches("correct horse", stored))
        self.assertFalse(matches("battery staple", stored))

    def test_a_signature_holds_for_one_body_and_one_secret(self):
        body = MONITOR.encode()
        given = signature(body, "secret")
        self.assertTrue(is_signed(body, given, "secret"))
        self.assertFalse(is_signed(body + b"!", given, "secret"))
        self.assertFalse(is_signed(body, given, "another"))
