-- A store as version 1 of the tables left it: six entries, one with its content deleted.
CREATE TABLE schema_version (version BIGINT NOT NULL PRIMARY KEY);
CREATE TABLE audit (
  seq BIGINT NOT NULL PRIMARY KEY,
  header TEXT NOT NULL,
  hash TEXT NOT NULL,
  subject TEXT,
  nonce BYTEA,
  content BYTEA,
  answer BYTEA
);

CREATE INDEX audit_subject ON audit (subject, seq);

CREATE TABLE chain_head (
  one BIGINT NOT NULL PRIMARY KEY,
  seq BIGINT NOT NULL,
  hash TEXT NOT NULL
);



CREATE TABLE kept (
  hash TEXT NOT NULL PRIMARY KEY,
  bytes BYTEA NOT NULL
);

CREATE TABLE request_key (
  actor TEXT NOT NULL,
  name TEXT NOT NULL,
  request TEXT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (actor, name)
);

CREATE TABLE account (
  name TEXT NOT NULL PRIMARY KEY,
  role TEXT NOT NULL,
  password TEXT NOT NULL,
  disabled BIGINT NOT NULL,
  created BIGINT NOT NULL
);

CREATE TABLE attempt (
  name TEXT NOT NULL PRIMARY KEY,
  failures BIGINT NOT NULL,
  last BIGINT NOT NULL,
  locked_until BIGINT NOT NULL
);

CREATE TABLE token (
  hash TEXT NOT NULL PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL REFERENCES account (name),
  label TEXT NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL
);

CREATE TABLE session (
  hash TEXT NOT NULL PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (name),
  created BIGINT NOT NULL,
  seen BIGINT NOT NULL
);
INSERT INTO schema_version VALUES (1);
INSERT INTO audit VALUES (1, '{"format":1,"seq":1,"at":"2026-11-29T18:39:18.580094Z","actor":"ann","via":"test","action":"said","subject":null,"content":"9bb1d7526c2ce238c52ae45f3e74859ffcf774e6796e29196e512987dc7d0ebd","answer":null,"answerStored":null,"follows":{},"previous":"0000000000000000000000000000000000000000000000000000000000000000"}', '27c819ac738288353940eeffe364868c4cfa929baecb61d81c21d1759005453f', NULL, decode('1bfe8e8bbc216b9887c205cd8f1be6877b8ae8408241efca0a83fe88716a7696', 'hex'), decode('7b2273616964223a22746865206669727374227d', 'hex'), NULL);
INSERT INTO audit VALUES (2, '{"format":1,"seq":2,"at":"2026-11-29T18:39:18.947274Z","actor":"ann","via":"test","action":"answer","subject":"case-1","content":"c960ac12ea11435c45724997fa299fdbe056e222ac7fb1723dc18b36b64b19cc","answer":"680d21d3e240d7c7c654576f0d3af7b658ed44b70762e0002f0dc71bc3fe485a","answerStored":"5265985157f2aafd8983286c343d55f4a6d6a75114ada79c9518c8421e98aa58","follows":{"pack":"e0f895872d65b2528feec97350a3a212b3d4ab88748e25d022a34641d338216b"},"previous":"27c819ac738288353940eeffe364868c4cfa929baecb61d81c21d1759005453f"}', '572c517d94798861c62c5b3066009ecd72b3c60ef8dca4acb4a1381a7fbb6ae6', 'case-1', NULL, NULL, NULL);
INSERT INTO audit VALUES (3, '{"format":1,"seq":3,"at":"2026-11-29T18:39:18.959329Z","actor":"ann","via":"test","action":"answer","subject":"case-1","content":"a5602162c6ee44cf868d81d550adb0da5a9d3951b4ce91f1057f36b767427b54","answer":"b7b39099543866cae68170f9e5e7fddacc321304e04310aac5ac73b88d41228f","answerStored":"b0e817f099841bf57367dea0139a11711aef8627e3d74d23b0de13ef1bbe5623","follows":{"pack":"e0f895872d65b2528feec97350a3a212b3d4ab88748e25d022a34641d338216b"},"previous":"572c517d94798861c62c5b3066009ecd72b3c60ef8dca4acb4a1381a7fbb6ae6"}', '13ebe66c48ad9c9ba504a2a37c4341b3dcbde805b3f4b3ccd85558ab5d141374', 'case-1', decode('48dd1580e6c6e779f70f57c86ad020cd18b736074ca35b355d569fff0f8c79cc', 'hex'), decode('7b2261736b6564223a227365636f6e6420616e73776572227d', 'hex'), decode('789c2b4e4dcecf4b5148cc2b2e4f2d020023ee052d', 'hex'));
INSERT INTO audit VALUES (4, '{"format":1,"seq":4,"at":"2026-11-29T18:39:18.992981Z","actor":"bob","via":"test","action":"redacted","subject":null,"content":"99075cd50d2ecc6d3afc40aa88a0b3a6303c9566aec4b88a4de92e38aade7cf7","answer":null,"answerStored":null,"follows":{},"previous":"13ebe66c48ad9c9ba504a2a37c4341b3dcbde805b3f4b3ccd85558ab5d141374"}', 'd3a4f14abebd4f70939a64c0d91620ae91156d1d2e7a2c1c7a3e0b44712dcdbe', NULL, decode('c820d245702097dca39e91ba009ffb7da677ba85ff055f089ce49b68383d1522', 'hex'), decode('7b22656e7472696573223a5b325d2c22726561736f6e223a22612077697368227d', 'hex'), NULL);
INSERT INTO audit VALUES (5, '{"format":1,"seq":5,"at":"2026-11-29T18:39:19.001339Z","actor":"eve","via":"test","action":"said","subject":"user:eve","content":"c497a5d5f1a0f01dd061f014f3d8700c17c4549a68bc3e08f2d1d06fb2f373c5","answer":null,"answerStored":null,"follows":{},"previous":"d3a4f14abebd4f70939a64c0d91620ae91156d1d2e7a2c1c7a3e0b44712dcdbe"}', '574f62ff18f90b1e79560c4ecff0359d6f4e7887c07cffc5e1c8af0176ad7114', 'user:eve', decode('bd56af0e272775033c4a4b746470657b754536a61612c2bb277ccc6e5d0d272e', 'hex'), decode('7b2273616964223a226c6f67696e227d', 'hex'), NULL);
INSERT INTO audit VALUES (6, '{"format":1,"seq":6,"at":"2026-11-29T18:39:19.013864Z","actor":"ann","via":"test","action":"said","subject":"case-1","content":"031625171eedf129060ea4f2f81e1ebd0363afc2c75936f307f6b5fc387d9020","answer":null,"answerStored":null,"follows":{},"previous":"574f62ff18f90b1e79560c4ecff0359d6f4e7887c07cffc5e1c8af0176ad7114"}', '72f2357c8ed09d0816558207b3a33fbb4be1dc7d30757aa95a59d5a1fa6f40b1', 'case-1', decode('69b8c6803c1aca6429c58b1943ff33d5c46768e80659572a375c9ee3e13a490d', 'hex'), decode('7b2273616964223a22746865206c617374227d', 'hex'), NULL);
INSERT INTO chain_head VALUES (1, 6, '72f2357c8ed09d0816558207b3a33fbb4be1dc7d30757aa95a59d5a1fa6f40b1');
INSERT INTO kept VALUES ('e0f895872d65b2528feec97350a3a212b3d4ab88748e25d022a34641d338216b', decode('6b6e6f776c65646765', 'hex'));
