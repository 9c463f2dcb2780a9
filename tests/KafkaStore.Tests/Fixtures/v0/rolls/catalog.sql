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
INSERT INTO `kafka_store` VALUES ('orders', '0', '0', '4', '929', '87dd60af9a84fef9358350273f7c4d72', '2023-11-14 22:13:24');
INSERT INTO `kafka_store` VALUES ('orders', '0', '5', '6', '895', 'd6115d217e3aeebc510e3e3ef3aa9a96', '2023-11-14 22:13:26');
INSERT INTO `kafka_store` VALUES ('orders', '0', '7', '8', '884', '9d99a02238a18f20221fab61a992f134', '2023-11-14 22:13:31');
INSERT INTO `kafka_store` VALUES ('orders', '0', '9', '9', '879', 'f304db78d9678834e56975d55008db45', '2023-11-14 22:14:50');
INSERT INTO `kafka_store` VALUES ('orders', '0', '10', '12', '903', 'b09646ff956bc532bfff7fde1d886acf', '2023-11-15 06:16:50');
INSERT INTO `kafka_store_segments` VALUES ('orders', '0', '0', '5', '1700000000000', '1700000004000', '9e296941b3ef78cfd95abf6b022a913c18b55acb70b1b0f396a9579f46aabee5', '8c798ef59ce4e53fb7c8f9c4240d56ef45236234f9ea1a4dfa0e52943c64b20a', 'Count', 'deflate', 'memory:archive');
INSERT INTO `kafka_store_segments` VALUES ('orders', '0', '5', '2', '1700000005000', '1700000006000', '382f2dd82492195e6b5914d9e71920fed7f532bb9a12c2b956a94d98b813d9ae', '85099d910f46524c10b60df25def9ac494e575ada52d724f1e1396c7bf58ddd5', 'Size', 'deflate', 'memory:archive');
INSERT INTO `kafka_store_segments` VALUES ('orders', '0', '7', '2', '1700000010000', '1700000011000', '43c94bb8c12461362191b1481ea0df06553bf2d59f6f9c01e70b710822d4097d', '19c301b2cf59045c4b4454ec597a2a1b417ba741aa90999f0e883eee3034da63', 'Age', 'deflate', 'memory:archive');
INSERT INTO `kafka_store_segments` VALUES ('orders', '0', '9', '1', '1700000090000', '1700000090000', '76ca0e430044e95ed92cdbb87d0898dc6e95bb740b9a8367e3d1e3dc8797d8bc', '14d27cea98d6cd2ee9f2a58de8916848d1c691555e106d3f19a1fb91744703bd', 'Idle', 'deflate', 'memory:archive');
INSERT INTO `kafka_store_segments` VALUES ('orders', '0', '10', '3', '1700029010000', '1700029010002', '6f3648b2e153d1a687e823832190a1bc61a15c047e5260770ff928998446a151', '691f96faf8795136bdc8579cbde438cfa423b68daf59f9d74feb9003da0af466', 'Requested', 'deflate', 'memory:archive');
