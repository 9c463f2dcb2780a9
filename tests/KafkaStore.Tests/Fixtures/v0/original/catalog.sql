CREATE TABLE `kafka_store` (
  `topic` varchar(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `partition` int(11) NOT NULL,
  `startOffset` bigint(20) NOT NULL,
  `finalOffset` bigint(20) NOT NULL,
  `byteSize` bigint(20) NOT NULL,
  `md5Hash` varchar(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `time` datetime NOT NULL,
  PRIMARY KEY (`topic`,`partition`,`startOffset`),
  KEY `time_index` (`topic`,`partition`,`time`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE `kafka_store_segments` (
  `topic` varchar(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `partition` int(11) NOT NULL,
  `startOffset` bigint(20) NOT NULL,
  `records` bigint(20) DEFAULT NULL,
  `smallestTimestamp` bigint(20) DEFAULT NULL COMMENT 'Unix ms',
  `largestTimestamp` bigint(20) DEFAULT NULL COMMENT 'Unix ms',
  `recordsSha256` varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `chainSha256` varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `rollReason` varchar(16) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `codec` varchar(32) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `storeUrl` text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  PRIMARY KEY (`topic`,`partition`,`startOffset`),
  KEY `timestamp_index` (`topic`,`partition`,`largestTimestamp`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `kafka_store` VALUES ('orders', '0', '0', '5', '344', '937f3b2abaf0228d4e3ab4e3bf813a9e', '2023-11-14 22:13:23');
INSERT INTO `kafka_store` VALUES ('orders', '0', '6', '8', '322', '73fcd856c41b08c5792dc363006c4882', '2023-11-14 22:13:28');
INSERT INTO `kafka_store` VALUES ('orders', '0', '9', '11', '919', '9eb0c8462344f7654fc8ebcb4c9e76ff', '2023-11-14 22:13:31');
INSERT INTO `kafka_store_segments` VALUES ('orders', '0', '0', '4', '1700000000000', '1700000003000', NULL, NULL, NULL, 'null', 'memory:archive');
INSERT INTO `kafka_store_segments` VALUES ('orders', '0', '6', '3', '1700000006000', '1700000008000', NULL, NULL, NULL, 'null', 'memory:archive');
INSERT INTO `kafka_store_segments` VALUES ('orders', '0', '9', '3', '1700000009000', '1700000011000', 'e3678b82d7e70aaaaf8749edf26a52ef3be1f863e49b881bdd5fa4ec9143175a', '87d1d9469b6145d90d8182c69c25d7bebb67268a864e26a91f500ce6e4e9154f', 'Count', 'deflate', 'memory:archive');
