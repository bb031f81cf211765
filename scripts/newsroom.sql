-- Three questions of a newsroom to the DuckDB file that `onrecord tables` makes.
-- scripts/newsroom_queries.py runs them, and so does: duckdb onrecord.duckdb < newsroom.sql

-- Who is quoted most, and in how many articles?
SELECT
    name,
    type,
    quotes,
    articles
FROM speakers
WHERE named
ORDER BY quotes DESC, articles DESC, name
LIMIT 15;

-- Who criticises whom, and in which words?
SELECT
    r.head_name,
    r.label,
    r.tail_name,
    count(*) AS times,
    count(DISTINCT r.article_id) AS articles,
    min(r.evidence) AS for_example
FROM relations AS r
JOIN entities AS head ON head.article_id = r.article_id AND head.entity_id = r.head_id AND head.named
JOIN entities AS tail ON tail.article_id = r.article_id AND tail.entity_id = r.tail_id AND tail.named
WHERE r.label IN ('accuse', 'criticise', 'reject', 'threaten') AND NOT r.negated
GROUP BY ALL
ORDER BY times DESC, r.head_name, r.label, r.tail_name
LIMIT 20;

-- Which outlets do quotes come by: the text says who passed them on, or whom the speaker told?
WITH passed_on AS (
    SELECT article_id, quote_id, via_name AS outlet, 'passed it on' AS how
    FROM quotes
    WHERE via_id IS NOT NULL
    UNION ALL
    SELECT q.article_id, q.quote_id, m.entity_name, 'was told'
    FROM quotes AS q
    JOIN mentions AS m
        ON m.article_id = q.article_id AND m.type = 'ORG' AND m.kind = 'name'
        AND m.start BETWEEN q.cue_end AND q.cue_end + 25
    WHERE lower(q.cue) LIKE '%told'
)
SELECT
    outlet,
    how,
    count(DISTINCT (article_id, quote_id)) AS quotes,
    count(DISTINCT article_id) AS articles
FROM passed_on
GROUP BY outlet, how
ORDER BY quotes DESC, outlet, how
LIMIT 15;
