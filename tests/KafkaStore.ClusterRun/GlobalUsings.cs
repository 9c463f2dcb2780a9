global using System.Diagnostics;
global using System.Globalization;
global using System.Text;
global using Confluent.Kafka;
global using KafkaStore.ClusterRun.Clusters;
global using KafkaStore.ClusterRun.Records;
global using KafkaStore.Tests.Support;
