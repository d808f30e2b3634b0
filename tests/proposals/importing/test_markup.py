"""Markup that conversions leave in texts: bookmarks of Word are never content, whatever brackets they are put into."""

import pytest

from proposals.importing.markup import clean_text


class TestBookmarks:
    @pytest.mark.parametrize(
        "text",
        [
            "[bookmark: _GoBack]Education",
            "[bookmark:_GoBack] Education",
            "Education [Bookmark: _Toc123456789][bookmark: _GoBack]",
            "[bookmark=id.gjdgxs]Education",
            "[bookmark _Ref51234567]Education",
            "{bookmark: _Hlk51234567}Education",
            "<bookmark: _GoBack>Education",
            "[anchor: top]Education",
            '<a name="_GoBack"></a>Education',
            '<w:bookmarkStart w:id="0" w:name="_GoBack"/>Education<w:bookmarkEnd w:id="0"/>',
            "[]{#_GoBack .anchor}Education",
            "[Education]{#_Toc51234567 .anchor}",
            "Education {#education}",
            "[_GoBack]Education",
            "[[_GoBack]] Education",
            "_GoBack Education",
            "[bookmark: _GoBack Education",
        ],
    )
    def test_a_bookmark_is_taken_out_and_named(self, text):
        texts, pieces = clean_text(text)
        assert texts == ["Education"]
        assert pieces

    @pytest.mark.parametrize(
        "text",
        [
            "Bookmark: a scheme for libraries",
            "[bookmarks: 12 libraries]",
            "[Education]",
            "{to be confirmed}",
            "See item #4",
            "Use _Reference 7",
            "The _Toc of the paper",
        ],
    )
    def test_words_in_brackets_that_are_no_bookmark_stay(self, text):
        assert clean_text(text) == ([text], [])
