namespace Google.Api.Gax;

public enum EmulatorDetection
{
    None = 0,
    ProductionOnly = 1,
    EmulatorOnly = 2,
    EmulatorOrProduction = 3,
}
