global using System.Diagnostics;
global using System.Globalization;
global using KafkaStore.Benchmarks.Measuring;
