global using System.Net;
global using Amazon.S3;
global using Amazon.S3.Model;
