-- Views over the long tables. Tables join by article_id and the id of the thing within the article.

-- One row a quote, with what the article's meta says.
CREATE VIEW quoted AS
SELECT q.*, a.title, a.date, a.outlet, a.url
FROM quotes AS q
JOIN articles AS a USING (article_id);

-- One row a quote and an entity that is mentioned inside its content, other than the speaker.
-- (Materialized, or the entities of an article would be joined with its quotes before the offsets are looked at.)
CREATE VIEW spoken_about AS
WITH inside AS MATERIALIZED (
    SELECT DISTINCT c.article_id, c.quote_id, m.entity_id
    FROM contents AS c
    JOIN mentions AS m ON m.article_id = c.article_id AND m.start >= c.start AND m."end" <= c."end"
    WHERE m.entity_id IS NOT NULL
)
SELECT
    q.article_id, q.quote_id, q.speaker_id, q.speaker_name, q.speaker_type, e.entity_id, e.name, e.type
FROM inside AS i
JOIN quotes AS q USING (article_id, quote_id)
JOIN entities AS e USING (article_id, entity_id)
WHERE q.speaker_id IS NOT NULL AND q.speaker_id <> e.entity_id;

-- Speakers over all articles: one row a name and type; those without a name are a row an article.
CREATE VIEW speakers AS
SELECT
    e.name,
    e.type,
    e.named,
    count(*) AS quotes,
    count(DISTINCT q.article_id) AS articles
FROM quotes AS q
JOIN entities AS e ON e.article_id = q.article_id AND e.entity_id = q.speaker_id
GROUP BY e.name, e.type, e.named, CASE WHEN NOT e.named THEN q.article_id END;

-- Who says what about whom: one row a head, label and tail over all articles. `quotes` is the label where the head
-- speaks and the tail is mentioned in what it says. Only what has a name is the same thing in another article, and
-- dates and sums of money are nobody.
CREATE VIEW links AS
WITH actors AS (
    SELECT article_id, entity_id, name, type FROM entities WHERE named AND type NOT IN ('DATE', 'MONEY')
),
stated AS (
    SELECT article_id, speaker_id AS head_id, 'quotes' AS label, entity_id AS tail_id, false AS negated, false AS past
    FROM spoken_about
    UNION ALL
    SELECT article_id, head_id, label, tail_id, negated, past
    FROM relations
),
by_article AS (
    SELECT
        s.article_id,
        head.name AS head_name,
        head.type AS head_type,
        s.label,
        tail.name AS tail_name,
        tail.type AS tail_type,
        s.negated,
        s.past,
        count(*) AS times
    FROM stated AS s
    JOIN actors AS head ON head.article_id = s.article_id AND head.entity_id = s.head_id
    JOIN actors AS tail ON tail.article_id = s.article_id AND tail.entity_id = s.tail_id
    WHERE (head.name, head.type) <> (tail.name, tail.type)
    GROUP BY ALL
)
SELECT
    head_name,
    head_type,
    label,
    tail_name,
    tail_type,
    negated,
    past,
    sum(times)::BIGINT AS weight,
    count(*) AS articles,
    min(article_id, 3) AS examples
FROM by_article
GROUP BY ALL;
