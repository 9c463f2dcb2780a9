global using System.Collections.Concurrent;
global using System.Globalization;
global using System.Net;
global using System.Net.Sockets;
global using System.Runtime.CompilerServices;
global using System.Text;
global using System.Text.Json;
global using KafkaStore.Naming;
global using KafkaStore.Reading.Objects;
global using KafkaStore.Records;
global using KafkaStore.Storage;
global using KafkaStore.Tests.Support;
global using Xunit;
// Xunit has a Record of its own.
global using Record = KafkaStore.Records.Record;
