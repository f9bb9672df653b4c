-- A store as version 2 of the tables left it: 15 entries, a book with an upload, a run and a release.
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
CREATE TABLE book (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  owner TEXT NOT NULL REFERENCES account (name),
  four_eyes BIGINT NOT NULL,
  created BIGINT NOT NULL
);
CREATE TABLE book_share (
  book TEXT NOT NULL REFERENCES book (id),
  account TEXT NOT NULL REFERENCES account (name),
  PRIMARY KEY (book, account)
);
CREATE TABLE book_upload (
  id TEXT NOT NULL PRIMARY KEY,
  book TEXT NOT NULL REFERENCES book (id),
  number BIGINT NOT NULL,
  file TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  mapping TEXT NOT NULL,
  uploaded_by TEXT NOT NULL,
  mapped_by TEXT NOT NULL,
  created BIGINT NOT NULL,
  UNIQUE (book, number)
);
CREATE TABLE book_run (
  id TEXT NOT NULL PRIMARY KEY,
  book TEXT NOT NULL REFERENCES book (id),
  upload TEXT NOT NULL REFERENCES book_upload (id),
  number BIGINT NOT NULL,
  asked TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  state TEXT NOT NULL,
  why TEXT NOT NULL,
  results TEXT NOT NULL,
  seq BIGINT NOT NULL,
  created BIGINT NOT NULL,
  UNIQUE (book, number)
);
CREATE TABLE book_decision (
  run TEXT NOT NULL REFERENCES book_run (id),
  line BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  kind TEXT NOT NULL,
  account TEXT NOT NULL,
  PRIMARY KEY (run, line, seq)
);
CREATE TABLE book_seen (
  book TEXT NOT NULL REFERENCES book (id),
  account TEXT NOT NULL REFERENCES account (name),
  seq BIGINT NOT NULL,
  PRIMARY KEY (book, account)
);
CREATE INDEX audit_subject ON audit (subject, seq);
INSERT INTO schema_version VALUES (1);
INSERT INTO schema_version VALUES (2);
INSERT INTO audit VALUES (1, '{"format":1,"seq":1,"at":"2026-11-29T23:49:46.154219Z","actor":"ann","via":"test","action":"said","subject":null,"content":"354eaf91496e7f1270f2890e6d5a39e4b7b9e9aa9fc75076b465b663febfff8a","answer":null,"answerStored":null,"follows":{},"previous":"0000000000000000000000000000000000000000000000000000000000000000"}', 'e4e44df1b71afd9cb6d68bdb35647c408000b8320e30752a0f55bf87f1ba55df', NULL, decode('56bd4598efc17cbf69cb713f59937d5d9aadd046a64807ccc6868c7a7e0b7771', 'hex'), decode('7b2273616964223a22746865206669727374227d', 'hex'), NULL);
INSERT INTO audit VALUES (2, '{"format":1,"seq":2,"at":"2026-11-29T23:49:46.649993Z","actor":"ann","via":"test","action":"answer","subject":"case-1","content":"6378a8f6a17d211db4352ada87ef4a909e3e91b44972d9a280ab9572d78cdaf5","answer":"7d566d4ff867e3a9619b26c573930d2b667e0009d7e2ca83dbf71c4d9738a4f0","answerStored":"464a5d581d25036ef92e8cc3a941a817b9c0b15ed1eccf1e3d40ea0e8e0eaa17","follows":{"pack":"e0f895872d65b2528feec97350a3a212b3d4ab88748e25d022a34641d338216b"},"previous":"e4e44df1b71afd9cb6d68bdb35647c408000b8320e30752a0f55bf87f1ba55df"}', '7915487f6343e921c592415c06bcf3b07e29690618c1a650c307fbb602312e0b', 'case-1', NULL, NULL, NULL);
INSERT INTO audit VALUES (3, '{"format":1,"seq":3,"at":"2026-11-29T23:49:46.693010Z","actor":"ann","via":"test","action":"answer","subject":"case-1","content":"9de45fb6b7db8900587532a25c226dcdbc693de642991b384c15175fdfa108d6","answer":"86282d279e4f0f821002344092180ac931bafb5ff0d6e1b77d195c02081dacf1","answerStored":"e9e9033d7b6bbe57746170199f973e9a8681dfbb80ed3b8b6dbd2583f7eb4232","follows":{"pack":"e0f895872d65b2528feec97350a3a212b3d4ab88748e25d022a34641d338216b"},"previous":"7915487f6343e921c592415c06bcf3b07e29690618c1a650c307fbb602312e0b"}', 'c3df60d10f2bbb41eeca8dc13dd625bc7ab5d8ca26b9b607c9a7bfbef768c29a', 'case-1', decode('1c0debb31c7bd8aff57115fb4004a94edb6a0ed2e79c03c0e7864739dac011fb', 'hex'), decode('7b2261736b6564223a227365636f6e6420616e73776572227d', 'hex'), decode('789c2b4e4dcecf4b5148cc2b2e4f2d020023ee052d', 'hex'));
INSERT INTO audit VALUES (4, '{"format":1,"seq":4,"at":"2026-11-29T23:49:46.727745Z","actor":"bob","via":"test","action":"redacted","subject":null,"content":"8a3b46ea2b37c1d116f4180e0b93725cd59f65b550bef2f3f218cd75d5eafb17","answer":null,"answerStored":null,"follows":{},"previous":"c3df60d10f2bbb41eeca8dc13dd625bc7ab5d8ca26b9b607c9a7bfbef768c29a"}', 'cc0f9bfa7b7c7916664cc3ed36a76298429d07cfe967a112cda863d98d16e697', NULL, decode('ccb540d4905446822a6382a2429cfdac312689c8f3993aaca8663ecc853bbebc', 'hex'), decode('7b22656e7472696573223a5b325d2c22726561736f6e223a22612077697368227d', 'hex'), NULL);
INSERT INTO audit VALUES (5, '{"format":1,"seq":5,"at":"2026-11-29T23:49:46.762118Z","actor":"eve","via":"test","action":"said","subject":"user:eve","content":"131a6a9dedf5092112b73bc91336d5104948114a6f38ddee8da60a1f03d4ee4d","answer":null,"answerStored":null,"follows":{},"previous":"cc0f9bfa7b7c7916664cc3ed36a76298429d07cfe967a112cda863d98d16e697"}', '360cdb743cffd11212c8ab886d34d74a41968e61e27f81920fc3ee5f5115407d', 'user:eve', decode('85d645c8966ce574b9e54bccea19335bcb60a0ed6b77ee82c102506fe0f5ac29', 'hex'), decode('7b2273616964223a226c6f67696e227d', 'hex'), NULL);
INSERT INTO audit VALUES (6, '{"format":1,"seq":6,"at":"2026-11-29T23:49:46.764742Z","actor":"ann","via":"test","action":"said","subject":"case-1","content":"905981932108045fb91e09d5c13ab5017edb0173011b2553e63fd5876f5ec5af","answer":null,"answerStored":null,"follows":{},"previous":"360cdb743cffd11212c8ab886d34d74a41968e61e27f81920fc3ee5f5115407d"}', '0ad7363c15f6067a92ed0f02dde14b8e414afc3e7d3ddeb3daff065ae21014c4', 'case-1', decode('6dd0dfe36cedd67e07d71a625e57e74e3dc6c6d0fa597c48e0bea41178a1ae2e', 'hex'), decode('7b2273616964223a22746865206c617374227d', 'hex'), NULL);
INSERT INTO audit VALUES (7, '{"format":1,"seq":7,"at":"2026-11-29T23:49:46.778287Z","actor":"setup","via":"test","action":"user-added","subject":"user:ann","content":"325772ef510688fd93861ede04546b37842a57346ed3059924924cd651fc2743","answer":null,"answerStored":null,"follows":{},"previous":"0ad7363c15f6067a92ed0f02dde14b8e414afc3e7d3ddeb3daff065ae21014c4"}', 'a34461022e4824074b87f67494cf0f6da53c2bc01d6ecd76b8198cd66bace850', 'user:ann', decode('3b6f7613e56c47f8da6a95c7e0323a3d48050dbe4fcf7f50b37c68b360a79ac5', 'hex'), decode('7b22726f6c65223a22616e616c797374227d', 'hex'), NULL);
INSERT INTO audit VALUES (8, '{"format":1,"seq":8,"at":"2026-11-29T23:49:46.782180Z","actor":"setup","via":"test","action":"user-added","subject":"user:bob","content":"524fed4598130c9ac1445d53a1c5264d8d753c0f265b14087370b73b6b93083d","answer":null,"answerStored":null,"follows":{},"previous":"a34461022e4824074b87f67494cf0f6da53c2bc01d6ecd76b8198cd66bace850"}', '96f62cc52372452d3774d79202c173293bcde53bd08455179559c26bd7823e15', 'user:bob', decode('7540349f077b55e4472a0dd0f265a859481981d784f9a4fb144671840fe4cd21', 'hex'), decode('7b22726f6c65223a22617070726f766572227d', 'hex'), NULL);
INSERT INTO audit VALUES (9, '{"format":1,"seq":9,"at":"2026-11-29T23:49:46.879351Z","actor":"ann","via":"test","action":"book-made","subject":"book:14090c056ca2a08b447b","content":"b766ecee4d427ed16a6a19f81ea021d72ca8e39d630e1d8c18e414813ede750b","answer":null,"answerStored":null,"follows":{},"previous":"96f62cc52372452d3774d79202c173293bcde53bd08455179559c26bd7823e15"}', '5733ba81fcf5dda9e08c4446791f51ae0fcf6d5cb6fe914600e7216df5131f6a', 'book:14090c056ca2a08b447b', decode('3ee431d0927fe6b45188df7513626f8cbcde0ff29765ab7101afb2f39d0e1683', 'hex'), decode('7b226e616d65223a22537072696e67222c22666f757245796573223a747275652c226964223a223134303930633035366361326130386234343762227d', 'hex'), NULL);
INSERT INTO audit VALUES (10, '{"format":1,"seq":10,"at":"2026-11-29T23:49:46.906399Z","actor":"ann","via":"test","action":"book-shared","subject":"book:14090c056ca2a08b447b","content":"23ca5d768857812c5fe5f90e7433cf6143314fe9afa543a3ddedff2a36255d94","answer":null,"answerStored":null,"follows":{},"previous":"5733ba81fcf5dda9e08c4446791f51ae0fcf6d5cb6fe914600e7216df5131f6a"}', 'fe4e8d1efc05517f4c84b5aab7659f686ac765186d47ab43d80124ea614d7126', 'book:14090c056ca2a08b447b', decode('39d3769c3795519f0e3b7ca9c70b41995ac130144f1b5e88dc0ccab1dabcfff2', 'hex'), decode('7b226163636f756e74223a22626f62222c226964223a223134303930633035366361326130386234343762227d', 'hex'), NULL);
INSERT INTO audit VALUES (11, '{"format":1,"seq":11,"at":"2026-11-29T23:49:46.999236Z","actor":"ann","via":"test","action":"book-upload","subject":"book:14090c056ca2a08b447b","content":"d7212e8c405865b4641f750ae647e2cf4e2cda1428e8afa092f5bdf8ab0de31b","answer":null,"answerStored":null,"follows":{"input":"7365d029861e32c521f8089b00a6fb32daf0615025b69b599d1ce53501b845c2"},"previous":"fe4e8d1efc05517f4c84b5aab7659f686ac765186d47ab43d80124ea614d7126"}', '84332e0a13982a1bc9d547ecbf64fd7f40081656f9ba4bc6b0ad7af69c86ffe4', 'book:14090c056ca2a08b447b', decode('9e0db9a2b1b53b7f62a4d9723506590fc1290444ed01f38fb495899d07a7cf42', 'hex'), decode('7b2266696c65223a226f72646572732e637376222c226279746573223a3132302c226d617070696e67223a7b22534b55223a22736b75227d2c226964223a226439643861653236626436653364653037386465227d', 'hex'), NULL);
INSERT INTO audit VALUES (12, '{"format":1,"seq":12,"at":"2026-11-29T23:49:47.022811Z","actor":"ann","via":"test","action":"book-run-asked","subject":"book:14090c056ca2a08b447b","content":"ac44cede5c6acf52c655764e800069766b272f26580f29df37e5ce2dd9160104","answer":null,"answerStored":null,"follows":{"input":"7365d029861e32c521f8089b00a6fb32daf0615025b69b599d1ce53501b845c2"},"previous":"84332e0a13982a1bc9d547ecbf64fd7f40081656f9ba4bc6b0ad7af69c86ffe4"}', '24964ef567319cc975e54293f693a43ba07146d4d859ff072b0932d5cd67a214', 'book:14090c056ca2a08b447b', decode('e37e64c537fe7f3acb92f6fa38219cec437a9aab4ec6acc1f1fb7fe76258257a', 'hex'), decode('7b2275706c6f6164223a226439643861653236626436653364653037386465222c2261736b6564223a7b226b696e64223a2273637265656e222c2266726f6d223a22323032352d30342d3230222c22746f223a22323032352d30342d3230222c22636c6f636b223a22656e666f72636564222c2263757272656e6379223a22222c226461746573223a22222c226d617070696e67223a7b22534b55223a22736b75227d7d2c226964223a223535623735346364333264313534376530636162227d', 'hex'), NULL);
INSERT INTO audit VALUES (13, '{"format":1,"seq":13,"at":"2026-11-29T23:49:47.052362Z","actor":"ann","via":"test","action":"book-run","subject":"book:14090c056ca2a08b447b","content":"7ed9c1f9d1331f31aaaba7b4eb6badd84c1e7bdde2dbba254117182ed1a0b552","answer":"8a73438aaeaac65ba56382c9fdc3215500f7aee51328a015b7fa13b224c7283b","answerStored":"2ed4979ad3f398246979be8e2609036bf792e0841a5c807d581e9729255687d1","follows":{"input":"7365d029861e32c521f8089b00a6fb32daf0615025b69b599d1ce53501b845c2"},"previous":"24964ef567319cc975e54293f693a43ba07146d4d859ff072b0932d5cd67a214"}', '17ba51f0f87f0ecc61fd8cde5359cb6d55526442c39923de314835e5289023eb', 'book:14090c056ca2a08b447b', decode('80d46007e958d408ef21e7fad005c8c53cf178e527080a6cee7b281c361efb81', 'hex'), decode('7b226964223a223535623735346364333264313534376530636162222c2275706c6f6164223a226439643861653236626436653364653037386465222c2261736b6564223a7b226b696e64223a2273637265656e222c2266726f6d223a22323032352d30342d3230222c22746f223a22323032352d30342d3230222c22636c6f636b223a22656e666f72636564222c2263757272656e6379223a22222c226461746573223a22222c226d617070696e67223a7b22534b55223a22736b75227d7d2c227374617465223a22646f6e65222c22776879223a22227d', 'hex'), decode('789cabae0500017500f9', 'hex'));
INSERT INTO audit VALUES (14, '{"format":1,"seq":14,"at":"2026-11-29T23:49:47.203124Z","actor":"ann","via":"test","action":"book-propose","subject":"book:14090c056ca2a08b447b","content":"bcb863f07502919435651da9ad532ceb7bac209b64ab42833c72a7a84b918b56","answer":null,"answerStored":null,"follows":{},"previous":"17ba51f0f87f0ecc61fd8cde5359cb6d55526442c39923de314835e5289023eb"}', 'bbcc02cbac5221b8872b1e7fc0ac8444553cd503068d2c917d5df029cc4092ab', 'book:14090c056ca2a08b447b', decode('8fa9206d5df122ad1de952004acd57aa2e1a64f4ecd9d56a5e6224c2818e387f', 'hex'), decode('7b226964223a223535623735346364333264313534376530636162222c226b696e64223a2270726f706f7365222c22726561736f6e223a22656e642075736572206b6e6f776e222c226c696e6573223a5b7b226c696e65223a332c22736b75223a22483230227d5d7d', 'hex'), NULL);
INSERT INTO audit VALUES (15, '{"format":1,"seq":15,"at":"2026-11-29T23:49:47.227643Z","actor":"bob","via":"test","action":"book-release","subject":"book:14090c056ca2a08b447b","content":"9b688e9b57504e0ba3494f197232ee8bad6649063a4809f3267fae1b560d7a5e","answer":null,"answerStored":null,"follows":{},"previous":"bbcc02cbac5221b8872b1e7fc0ac8444553cd503068d2c917d5df029cc4092ab"}', '305f5ce839930c4b5d634e2cd6f887e9c561de2de94b729d31a9e458534edd87', 'book:14090c056ca2a08b447b', decode('a3d8192d924c024a7e334e149c9fad43025e125fc92831ec5001d8b457c7fdf1', 'hex'), decode('7b226964223a223535623735346364333264313534376530636162222c226b696e64223a2272656c65617365222c22726561736f6e223a226c6963656e636520442d312068656c64222c226c696e6573223a5b7b226c696e65223a332c22736b75223a22483230227d5d7d', 'hex'), NULL);
INSERT INTO chain_head VALUES (1, 15, '305f5ce839930c4b5d634e2cd6f887e9c561de2de94b729d31a9e458534edd87');
INSERT INTO kept VALUES ('e0f895872d65b2528feec97350a3a212b3d4ab88748e25d022a34641d338216b', decode('6b6e6f776c65646765', 'hex'));
INSERT INTO request_key VALUES ('ann', 'key-1', 'ea13402d605613819b6d9e6f091fc45ecbf8f57d480b3985f53365635c10b750', 9);
INSERT INTO account VALUES ('ann', 'analyst', 'none', 0, 1795996186);
INSERT INTO account VALUES ('bob', 'approver', 'none', 0, 1795996186);
INSERT INTO book VALUES ('14090c056ca2a08b447b', 'Spring', 'ann', 1, 1795996186);
INSERT INTO book_share VALUES ('14090c056ca2a08b447b', 'bob');
INSERT INTO book_upload VALUES ('d9d8ae26bd6e3de078de', '14090c056ca2a08b447b', 1, 'orders.csv', 120, '7365d029861e32c521f8089b00a6fb32daf0615025b69b599d1ce53501b845c2', '{"SKU":"sku"}', 'ann', 'ann', 1795996186);
INSERT INTO book_run VALUES ('55b754cd32d1547e0cab', '14090c056ca2a08b447b', 'd9d8ae26bd6e3de078de', 1, '{"kind":"screen","from":"2025-04-20","to":"2025-04-20","clock":"enforced","currency":"","dates":"","mapping":{"SKU":"sku"}}', 'ann', 'done', '', 'c099142bc3186ded72786ba27e9ea6d2da240fb9fd3fe79b479ecf8e734b2850', 13, 1795996187);
INSERT INTO book_decision VALUES ('55b754cd32d1547e0cab', 3, 14, 'propose', 'ann');
INSERT INTO book_decision VALUES ('55b754cd32d1547e0cab', 3, 15, 'release', 'bob');
INSERT INTO book_seen VALUES ('14090c056ca2a08b447b', 'bob', 15);
