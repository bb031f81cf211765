"""Texts that hypothesis makes: any Unicode that UTF-8 can hold, rich in what articles are made of."""

from hypothesis import strategies as st

#: Pieces that real and broken articles are made of; joined at random they reach further than single characters.
_PIECES = (
    "Mr Smith", "said", "says that", "according to", "the court", "He", "it", "Angela Merkel", "U.S.", "Reuters",
    "the European Union (EU)", "who", "not", "told the BBC", "accused", "of", "President", "Germany's", "minister",
    "“", "”", '"', "'", "‘", "’", "«", "»", "``", "''", ".", ",", ":", ";", "?", "!", "…", "—", "–", "-", "(", ")",
    " ", "  ", "\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\t", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\u00a0",
    "\u3000", "\u200b", "\u200d", "\ufeff", "\u00ad", "\0", "\x1c", "\x1f", "\x7f", "\ufffd", "\uffff",
    "<p>", "&amp;", "&#8217;", "<br/>", "http://a.b/c?d=e", "a@b.cc", "10.30", "$4.5m", "1,000", "3rd", "1990s",
    "👨‍👩‍👧", "🇩🇪", "é", "e\u0301", "שלום", "\u202eمرحبا\u202c", "中文", "ﬁ", "İ", "ß", "x" * 300, ". . .", "can't",
    "don’t", "I’m", "--", "A: ", "\n\n* ", "• ",
)  # fmt: skip

articles = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.lists(st.sampled_from(_PIECES), max_size=40).map("".join),
    st.lists(st.sampled_from(_PIECES), max_size=40).map(" ".join),
)
